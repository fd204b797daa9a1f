import type { Gateway } from '../local/services/gateway.ts';
import type { WireRequest, WireResponse } from '../local/services/service.ts';
import type { AwsRequest, AwsResponse } from './habitat.ts';
import { bodyBytes } from './request-body.ts';

/** A request as the gateway takes it. It carries no signature: the credential names the role that sends it. */
export function wireRequest(request: AwsRequest, role: string): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${role.replaceAll('/', '~')}/20260101/us-east-1/${request.service}/aws4_request`;
  return {
    method: request.method,
    path: request.path,
    query: new URLSearchParams(request.query as Record<string, string>),
    headers,
    body: bodyBytes(request),
  };
}

/** The role that a credential names. */
export function roleOf(credential: string): string {
  return credential.replaceAll('~', '/');
}

/**
 * Asks the gateway, and reads the whole answer.
 *
 * @throws Error `ECONNRESET`, as Node's own, where the connection is cut
 */
export async function askGateway(gateway: Gateway, request: WireRequest): Promise<AwsResponse> {
  const { status, headers, body, dropped } = await gateway.handle(request);
  if (dropped === true) throw connectionError();
  return { status, headers, body: await bytesOf(body) };
}

export function connectionError(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

/** Objects come as streams. */
async function bytesOf(body: WireResponse['body']): Promise<Buffer> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) return Buffer.from(body);
  return Buffer.concat((await body.toArray()) as Buffer[]);
}
