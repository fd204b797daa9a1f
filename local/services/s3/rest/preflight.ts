import { S3Error } from '../errors.ts';
import { corsHeaders } from '../cors.ts';
import type { WireRequest, WireResponse } from '../../service.ts';
import type { S3 } from '../s3.ts';

/**
 * Answers a browser's question before it sends a request.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 *
 * @throws S3Error `AccessForbidden`, `InvalidRequest`
 */
export function preflight(s3: S3, bucket: string | undefined, { headers }: WireRequest): WireResponse {
  const origin = headers['origin'];
  const method = headers['access-control-request-method'];
  if (origin === undefined) throw badRequest('Insufficient information. Origin request header needed.');
  if (method === undefined) throw badRequest('Invalid Access-Control-Request-Method: null');
  const rules = bucket === undefined ? undefined : s3.store.buckets.get(bucket)?.record.cors;
  if (rules === undefined)
    throw new S3Error('AccessForbidden', { message: 'CORSResponse: CORS is not enabled for this bucket.' });
  const requested = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((header) => header.trim().toLowerCase())
    .filter((header) => header !== '');
  const allowed = corsHeaders(rules, origin, method, requested);
  if (allowed === undefined) {
    throw new S3Error('AccessForbidden', {
      message:
        "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      fields: { Method: method, ResourceType: 'OBJECT' },
    });
  }
  return { status: 200, headers: allowed, body: '' };
}

/** What a browser needs to see on the answer to the request itself. */
export function crossOriginHeaders(
  s3: S3,
  bucket: string | undefined,
  { method, headers }: WireRequest,
): Record<string, string> {
  const origin = headers['origin'];
  const rules = bucket === undefined ? undefined : s3.store.buckets.get(bucket)?.record.cors;
  if (origin === undefined || rules === undefined) return {};
  return corsHeaders(rules, origin, method) ?? {};
}

function badRequest(message: string): S3Error {
  return new S3Error('InvalidRequest', { message });
}
