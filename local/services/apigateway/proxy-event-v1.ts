import { domainName, requestTime, type Routed } from './exchange.ts';
import { forwarded, type Account } from './proxy-event.ts';
import { eventBody } from './request-body.ts';

/** A request as a function gets it, payload format 1.0: that of REST APIs, with lists beside each single value. */
export function proxyEventV1(exchange: Routed, account: Account): object {
  const { match, request, rawPath, stage } = exchange;
  const headers = { ...request.headers, ...forwarded(exchange) };
  const { body, isBase64Encoded } = eventBody(request);
  return {
    version: '1.0',
    resource: match.route.key.replace(/^\S+ /, ''),
    path: rawPath,
    httpMethod: request.method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: orNull(Object.fromEntries(request.query)),
    multiValueQueryStringParameters: orNull(
      Object.fromEntries([...new Set(request.query.keys())].map((name) => [name, request.query.getAll(name)])),
    ),
    requestContext: requestContext(exchange, account),
    pathParameters: orNull(match.parameters),
    stageVariables: orNull(stage.variables),
    body: body ?? null,
    isBase64Encoded,
  };
}

function requestContext(exchange: Routed, { accountId, region }: Account): object {
  const { api, stage, match, request, requestId, startedAt, rawPath, claims } = exchange;
  const host = domainName(exchange, region);
  return {
    accountId,
    apiId: api.id,
    ...(claims !== undefined && { authorizer: { claims, scopes: null } }),
    domainName: host,
    domainPrefix: host.split('.')[0],
    extendedRequestId: requestId,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAmr: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '127.0.0.1',
      user: null,
      userAgent: request.headers['user-agent'] ?? '',
      userArn: null,
    },
    path: rawPath,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: requestTime(startedAt),
    requestTimeEpoch: startedAt,
    resourceId: match.route.key,
    resourcePath: match.route.key.replace(/^\S+ /, ''),
    stage: stage.name,
  };
}

function orNull<T extends object>(value: T): T | null {
  return Object.keys(value).length === 0 ? null : value;
}
