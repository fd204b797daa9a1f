import { S3Error } from '../errors.ts';
import { corsHeaders } from '../cors.ts';
import type { WireRequest, WireResponse } from '../../service.ts';
import type { S3 } from '../s3.ts';
import type { Target } from './target.ts';

/**
 * Answers a browser's question before it sends a request.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 *
 * @throws S3Error `AccessForbidden`, `BadRequest`
 */
export function preflight(s3: S3, { bucket: name, key }: Target, { headers }: WireRequest): WireResponse {
  const origin = headers['origin'];
  const method = headers['access-control-request-method'];
  if (origin === undefined) throw badRequest('Insufficient information. Origin request header needed.');
  const bucket = name === undefined ? undefined : s3.store.buckets.get(name)?.record;
  if (bucket === undefined) throw forbidden('Bucket not found', method, 'BUCKET');
  if (bucket.cors === undefined) throw forbidden('CORS is not enabled for this bucket.', method, 'BUCKET');
  if (method === undefined) throw badRequest('Invalid Access-Control-Request-Method: null');
  const allowed = corsHeaders(bucket.cors, origin, method, requestedHeaders(headers));
  if (allowed === undefined) throw forbidden(notAllowed, method, key === undefined ? 'BUCKET' : 'OBJECT');
  return { status: 200, headers: allowed, body: '' };
}

/** What a browser needs to see on the answer to the request itself. What only a preflight asks counts here too. */
export function crossOriginHeaders(
  s3: S3,
  bucket: string | undefined,
  { method, headers }: WireRequest,
): Record<string, string> {
  const origin = headers['origin'];
  const rules = bucket === undefined ? undefined : s3.store.buckets.get(bucket)?.record.cors;
  if (origin === undefined || rules === undefined) return {};
  const asked = headers['access-control-request-method'] ?? method;
  return corsHeaders(rules, origin, asked, requestedHeaders(headers)) ?? {};
}

const notAllowed =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

function requestedHeaders(headers: WireRequest['headers']): string[] {
  return (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((header) => header.trim().toLowerCase())
    .filter((header) => header !== '');
}

function forbidden(why: string, method: string | undefined, ResourceType: 'BUCKET' | 'OBJECT'): S3Error {
  const fields = { Method: method ?? 'OPTIONS', ResourceType };
  return new S3Error('AccessForbidden', { message: `CORSResponse: ${why}`, fields });
}

function badRequest(message: string): S3Error {
  return new S3Error('BadRequest', { message });
}
