import { claimText, type Claims } from './claim-text.ts';
import { message } from '../proxy-response.ts';
import { verifyToken } from './token.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import type { WireRequest, WireResponse } from '../../service.ts';
import type { Routed } from '../exchange.ts';

/**
 * Lets a request with a good token through (undefined), or answers it. What the integration learns of the token is put
 * into the exchange (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
 */
export async function checkToken(exchange: Routed, keys: IssuerKeys, now: number): Promise<WireResponse | undefined> {
  const { route } = exchange.match;
  const authorizer = exchange.api.authorizers.get(route.authorizerId ?? '');
  const token = authorizer && tokenOf(exchange.request, authorizer.identitySources);
  if (authorizer === undefined || token === undefined) return refused(exchange, 401);
  const verified = await verifyToken(token, authorizer, keys, now);
  if ('fault' in verified) return refused(exchange, 401, { error: 'invalid_token', description: verified.fault });
  const scopes = scopesOf(verified.claims);
  if (route.scopes.length > 0 && !route.scopes.some((scope) => scopes.includes(scope))) {
    const description = 'the token does not have any of the scopes of the route';
    return refused(exchange, 403, { error: 'insufficient_scope', description, scope: route.scopes.join(' ') });
  }
  const claims = Object.fromEntries(Object.entries(verified.claims).map(([name, value]) => [name, claimText(value)]));
  exchange.claims = claims;
  exchange.authorizer = { jwt: { claims, scopes: route.scopes.length > 0 ? scopes : null } };
  return undefined;
}

/** The first identity source that the request has, without `Bearer` in front. */
function tokenOf({ headers, query }: WireRequest, sources: readonly string[]): string | undefined {
  for (const source of sources) {
    const [, place, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    const value = place === 'header' ? headers[name.toLowerCase()] : query.get(name);
    if (value) return value.replace(/^Bearer\s+/i, '');
  }
  return undefined;
}

function scopesOf(claims: Claims): string[] {
  const given = claims['scope'] ?? claims['scp'] ?? '';
  return (Array.isArray(given) ? given.map(claimText) : claimText(given).split(' ')).filter((scope) => scope !== '');
}

/** The challenge as in https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html */
function refused(
  exchange: Routed,
  status: 401 | 403,
  why?: { readonly error: string; readonly description: string; readonly scope?: string },
): WireResponse {
  exchange.authorizerError = why?.description ?? 'Unauthorized';
  const challenge =
    why === undefined
      ? 'Bearer'
      : `Bearer scope="${why.scope ?? ''}" error="${why.error}" error_description="${why.description}"`;
  const response = message(status, status === 401 ? 'Unauthorized' : 'Forbidden');
  return { ...response, headers: { ...response.headers, 'www-authenticate': challenge } };
}
