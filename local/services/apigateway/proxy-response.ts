import type { WireResponse } from '../service.ts';

/** A gateway's own answer. */
export function message(status: number, text: string): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: text }) };
}

/** Headers of one connection, or that follow from the body. */
const ownHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/**
 * What a function returned, as a response. In format 2.0 a value without `statusCode` is the body of a 200
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response).
 *
 * @param payload JSON text
 * @returns undefined for what is no response
 */
export function proxyResponse(payload: string, version: '1.0' | '2.0' = '2.0'): WireResponse | undefined {
  const value: unknown = JSON.parse(payload);
  const structured = typeof value === 'object' && value !== null && 'statusCode' in value;
  if (structured) return structuredResponse(value);
  if (version === '1.0') return undefined;
  const body = typeof value === 'string' ? value : payload;
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

interface ProxyResult {
  readonly statusCode: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  /** Format 1.0 only, where it wins over `headers`. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly unknown[]>> | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
  readonly cookies?: readonly unknown[] | null;
}

function structuredResponse(result: ProxyResult): WireResponse | undefined {
  const status = Number(result.statusCode);
  const body = result.body ?? '';
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') return undefined;
  const headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' };
  const cookies = (result.cookies ?? []).map(String);
  for (const [name, value] of headersOf(result)) {
    const lower = name.toLowerCase();
    if (ownHeaders.has(lower) || value === null || value === undefined) continue;
    if (lower === 'set-cookie') cookies.push(...[value].flat().map(String));
    else headers[lower] = [value].flat().map(String).join(',');
  }
  return {
    status,
    headers,
    body: result.isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
    ...(cookies.length > 0 && { cookies }),
  };
}

function headersOf({ headers, multiValueHeaders }: ProxyResult): [string, unknown][] {
  return [...Object.entries(headers ?? {}), ...Object.entries(multiValueHeaders ?? {})];
}
