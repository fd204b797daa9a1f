import type { WireRequest } from '../local/services/service.ts';
import type { AwsRequest } from './habitat.ts';
import { bodyBytes } from './request-body.ts';

/** A request as the gateway takes it. It carries no signature: the credential names the role that sends it. */
export function wireRequest(request: AwsRequest, role: string): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  headers['authorization'] =
    `Credential=${role.replaceAll('/', '~')}/20260101/us-east-1/${request.service}/aws4_request`;
  return {
    method: request.method,
    path: request.path,
    query: new URLSearchParams(request.query as Record<string, string>),
    headers,
    body: bodyBytes(request),
  };
}
