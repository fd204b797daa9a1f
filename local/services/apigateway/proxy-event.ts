import { domainName, requestTime, type Routed } from './exchange.ts';
import { eventBody } from './request-body.ts';

export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
}

/**
 * A request as a function gets it, payload format 2.0. Members without content are left out, as AWS does
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
export function proxyEvent(exchange: Routed, account: Account): object {
  const { api, stage, match, request, requestId, startedAt, rawPath, authorizer } = exchange;
  const { cookie, ...headers } = request.headers;
  const query = queryParameters(request.query);
  const host = domainName(exchange, account.region);
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath,
    rawQueryString: request.rawQuery ?? request.query.toString(),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: { ...headers, ...forwarded(exchange) },
    ...(query !== undefined && { queryStringParameters: query }),
    requestContext: {
      accountId: account.accountId,
      apiId: api.id,
      ...(authorizer !== undefined && { authorizer }),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.key,
      stage: stage.name,
      time: requestTime(startedAt),
      timeEpoch: startedAt,
    },
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    ...(Object.keys(stage.variables).length > 0 && { stageVariables: stage.variables }),
    ...eventBody(request),
  };
}

/** What the gateway says of the connection. */
export function forwarded({ request: { headers } }: Routed): Record<string, string> {
  const client = headers['x-forwarded-for'];
  return {
    'x-forwarded-for': client === undefined ? '127.0.0.1' : `${client}, 127.0.0.1`,
    'x-forwarded-port': /:(\d+)$/.exec(headers['host'] ?? '')?.[1] ?? '443',
    'x-forwarded-proto': 'http',
  };
}

/** Repeated names are joined by commas. */
function queryParameters(query: URLSearchParams): Record<string, string> | undefined {
  if (query.size === 0) return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of query)
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  return parameters;
}
