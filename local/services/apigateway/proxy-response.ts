import type { WireResponse } from '../service.ts';

/** A gateway's own answer. */
export function message(status: number, text: string): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: text }) };
}

/**
 * What a function returned, as a response. A value without `statusCode` is taken as the body of a 200
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response).
 */
export function proxyResponse(payload: string): WireResponse {
  const value: unknown = JSON.parse(payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, headers = {}, body = '', isBase64Encoded, cookies } = value as ProxyResult;
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599 || typeof body !== 'string') {
    return message(500, 'Internal Server Error');
  }
  const named = Object.entries(headers).map(([name, content]) => [name.toLowerCase(), String(content)]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...(Object.fromEntries(named) as Record<string, string>),
      ...(cookies !== undefined && { 'set-cookie': cookies.join(', ') }),
    },
    body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}

interface ProxyResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  readonly cookies?: readonly string[];
}
