import { domainName, requestTime, type Exchange } from './exchange.ts';
import type { WireResponse } from '../service.ts';
import type { Account } from './proxy-event.ts';

/**
 * One line of an access log: `$context` variables filled in, `-` for those that do not apply
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html).
 */
export function accessLogLine(
  format: string,
  exchange: Exchange,
  response: WireResponse,
  endedAt: number,
  account: Account,
): string {
  const values = variables(exchange, response, endedAt, account);
  return format.replace(/\$context\.([A-Za-z0-9_.-]+)/g, (_all, given: string) => {
    // A full stop may end a sentence instead of a name.
    const [, name = '', rest = ''] = /^(.*?)(\.*)$/.exec(given) ?? [];
    const claim = name.startsWith('authorizer.claims.') ? exchange.claims?.[name.slice(18)] : undefined;
    return `${values[name] ?? claim ?? '-'}${rest}`;
  });
}

type Values = Readonly<Record<string, string | number | undefined>>;

function variables(exchange: Exchange, response: WireResponse, endedAt: number, account: Account): Values {
  const { api, request, requestId, startedAt, stage, match, rawPath, integration } = exchange;
  const { status, error, latency } = integration ?? {};
  const host = domainName(exchange, account.region);
  return {
    accountId: account.accountId,
    apiId: api.id,
    'authorizer.error': exchange.authorizerError,
    domainName: host,
    domainPrefix: host.split('.')[0],
    ...errorVariables(response, status),
    extendedRequestId: requestId,
    httpMethod: request.method,
    'identity.sourceIp': '127.0.0.1',
    'identity.userAgent': request.headers['user-agent'],
    'integration.error': error,
    'integration.integrationStatus': status,
    'integration.latency': latency,
    'integration.status': status,
    integrationErrorMessage: error,
    integrationLatency: latency,
    integrationStatus: status,
    path: rawPath,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: requestTime(startedAt),
    requestTimeEpoch: startedAt,
    responseLatency: endedAt - startedAt,
    responseLength: typeof response.body === 'string' ? Buffer.byteLength(response.body) : lengthOf(response.body),
    routeKey: match?.route.key,
    stage: stage?.name,
    status: response.status,
  };
}

/** The gateway's own errors have a text; those of an integration are its own business. */
function errorVariables(response: WireResponse, integrationStatus: number | undefined): Values {
  if (response.status < 400 || integrationStatus === response.status || typeof response.body !== 'string') return {};
  const text = /^\{"message":"([^"]*)"\}$/.exec(response.body)?.[1];
  return {
    'error.message': text,
    'error.messageString': text === undefined ? undefined : `"${text}"`,
    'error.responseType': responseTypes[response.status],
  };
}

const responseTypes: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'ACCESS_DENIED',
  404: 'RESOURCE_NOT_FOUND',
  413: 'REQUEST_TOO_LARGE',
  429: 'THROTTLED',
  500: 'DEFAULT_5XX',
  503: 'INTEGRATION_TIMEOUT',
};

function lengthOf(body: WireResponse['body']): number {
  return Buffer.isBuffer(body) ? body.length : 0;
}
