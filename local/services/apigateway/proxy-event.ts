import type { Surroundings, WireRequest } from '../service.ts';
import type { Authorized } from './authorize.ts';
import type { HttpApi, Stage } from './http-api.ts';
import type { Match } from './routes.ts';

export interface ProxyEventParts {
  readonly api: HttpApi;
  readonly stage: Stage;
  readonly request: WireRequest;
  readonly requestId: string;
  readonly match: Match;
  readonly authorized: Authorized;
  readonly surroundings: Surroundings;
}

/** A request as a Lambda function gets it: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function proxyEvent({
  api,
  stage,
  request,
  requestId,
  match,
  authorized,
  surroundings,
}: ProxyEventParts): object {
  const { cookie, ...headers } = request.headers;
  const query = queryParameters(request.query);
  const now = surroundings.clock.now();
  const domainName = `${api.id}.execute-api.${surroundings.region}.amazonaws.com`;
  const text = isText(headers['content-type'], headers['content-encoding']);
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: request.path,
    rawQueryString: request.query.toString(),
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers: joined(headers),
    ...(query !== undefined && { queryStringParameters: query }),
    requestContext: {
      accountId: surroundings.accountId,
      apiId: api.id,
      ...(authorized.context !== undefined && { authorizer: authorized.context }),
      domainName,
      domainPrefix: api.id,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.key,
      stage: stage.name,
      time: requestTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    ...(Object.keys(stage.variables).length > 0 && { stageVariables: stage.variables }),
    ...(request.body.length > 0 && { body: request.body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

/** Repeated names are joined by commas. */
function queryParameters(query: URLSearchParams): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, value] of query) parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

function joined(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(',')]));
}

/** Everything else reaches the function as base64. */
function isText(contentType: string | undefined, contentEncoding: string | undefined): boolean {
  if (contentEncoding !== undefined) return false;
  if (contentType === undefined) return true;
  return /^(text\/|application\/(json|javascript|xml|.+\+json|.+\+xml|x-www-form-urlencoded))/i.test(contentType);
}

/** `12/Mar/2026:19:03:58 +0000` */
function requestTime(milliseconds: number): string {
  const [, day, month, year, time] = new Date(milliseconds).toUTCString().split(/[ ]/);
  return `${day}/${month}/${year}:${time} +0000`;
}
