import type { Demand, WireRequest, WireResponse, Caller } from '../service.ts';
import type { HttpApi, Route } from './http-api.ts';
import { verifyToken, type JwtPorts } from './jwt.ts';
import { message } from './proxy-response.ts';

/** What the integration learns of the caller: `requestContext.authorizer`. */
export interface Authorized {
  readonly context: object | undefined;
}

export interface AuthorizerPorts extends JwtPorts {
  /** The signer of a request, its signature proven; undefined where there is none or it does not hold. */
  signer(request: WireRequest, service: 'execute-api'): Caller | undefined;
  /** What a caller may do: throws `AccessDenied`. */
  authorizerFor(caller: Caller): (demand: Demand) => void;
  readonly executeApiArn: (apiId: string) => string;
}

/** Lets a request through to its route, or answers it. */
export async function authorize(
  api: HttpApi,
  route: Route,
  request: WireRequest,
  ports: AuthorizerPorts,
): Promise<Authorized | WireResponse> {
  switch (route.authorization) {
    case 'NONE':
      return { context: undefined };
    case 'AWS_IAM':
      return signed(api, request, ports);
    case 'JWT':
      return bearer(api, route, request, ports);
  }
}

function signed(api: HttpApi, request: WireRequest, ports: AuthorizerPorts): Authorized | WireResponse {
  const caller = ports.signer(request, 'execute-api');
  if (caller === undefined) return message(403, 'Forbidden');
  try {
    const resource = `${ports.executeApiArn(api.id)}/$default/${request.method}${request.path}`;
    ports.authorizerFor(caller)({ action: 'execute-api:Invoke', resource });
  } catch {
    return message(403, 'Forbidden');
  }
  const accountId = caller.principal.split(':')[4] ?? '';
  return {
    context: { iam: { accountId, userArn: caller.principal, callerId: caller.principal, userId: caller.principal } },
  };
}

async function bearer(
  api: HttpApi,
  route: Route,
  request: WireRequest,
  ports: AuthorizerPorts,
): Promise<Authorized | WireResponse> {
  const authorizer = api.authorizers.get(route.authorizerId ?? '');
  const token = request.headers['authorization']?.replace(/^Bearer /i, '');
  if (authorizer === undefined || token === undefined) return unauthorized();
  const claims = await verifyToken(token, authorizer, ports);
  if (claims === undefined) return unauthorized('invalid_token');
  const scopes = claimText(claims['scope'] ?? claims['scp'] ?? '')
    .split(' ')
    .filter((scope) => scope !== '');
  if (route.scopes.length > 0 && !route.scopes.some((scope) => scopes.includes(scope)))
    return message(403, 'Forbidden');
  const texts = Object.entries(claims).map(([name, value]) => [name, claimText(value)]);
  return { context: { jwt: { claims: Object.fromEntries(texts), scopes: scopes.length > 0 ? scopes : null } } };
}

/** Claims reach the function as strings, lists as `[a b]`. */
function claimText(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(' ')}]` : String(value);
}

function unauthorized(error?: string): WireResponse {
  const response = message(401, 'Unauthorized');
  const challenge = error === undefined ? 'Bearer' : `Bearer scope="" error="${error}"`;
  return { ...response, headers: { ...response.headers, 'www-authenticate': challenge } };
}
