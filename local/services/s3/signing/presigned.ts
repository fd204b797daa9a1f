import { S3Error } from '../errors.ts';
import {
  canonicalRequest,
  readScope,
  readTime,
  sameSignature,
  sign,
  stringToSign,
  type CredentialScope,
} from '../../protocol/signature.ts';
import { signatureMismatch } from './mismatch.ts';
import type { WireRequest } from '../../service.ts';

/** Longest life of a presigned URL, in seconds: seven days. */
const longestLife = 604_800;

/** Clocks of signer and server may differ by this much. */
const skewMilliseconds = 15 * 60 * 1000;

export function isPresigned(request: WireRequest): boolean {
  return request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm');
}

/**
 * Checks the signature and the life of a presigned URL.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 *
 * @returns whose access key signed it
 * @throws S3Error `AuthorizationQueryParametersError`, `InvalidAccessKeyId`, `SignatureDoesNotMatch`, `AccessDenied`
 */
export function checkPresigned(
  request: WireRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): string {
  const given = readParameters(request.query);
  const { scope, time, signedAt, expires, signature, signedHeaders } = given;
  if (now < signedAt - skewMilliseconds) throw new S3Error('AccessDenied', { message: 'Request is not valid yet' });
  if (now > signedAt + expires * 1000) {
    const [Expires, ServerTime] = [signedAt + expires * 1000, now].map((at) => new Date(at).toISOString());
    throw new S3Error('AccessDenied', {
      message: 'Request has expired',
      fields: { 'X-Amz-Expires': String(expires), Expires: Expires!, ServerTime: ServerTime! },
    });
  }
  const secret = secretOf(scope.accessKeyId);
  if (secret === undefined) throw new S3Error('InvalidAccessKeyId', { fields: { AWSAccessKeyId: scope.accessKeyId } });
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: [...request.query].filter(([name]) => name !== 'X-Amz-Signature'),
    headers: request.headers,
    signedHeaders,
    payloadHash:
      request.query.get('X-Amz-Content-Sha256') ?? request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  });
  const text = stringToSign(time, scope, canonical);
  if (!sameSignature(sign(secret, scope, text), signature)) {
    const { accessKeyId } = scope;
    throw signatureMismatch({ accessKeyId, provided: signature, stringToSign: text, canonicalRequest: canonical });
  }
  checkAllSigned(request, signedHeaders);
  return scope.accessKeyId;
}

/**
 * Headers of S3 that a signer moved into the query, such as metadata. Checksums are not among them: S3 ignores them
 * there, and SDKs put that of an empty body.
 */
export function hoistedHeaders(query: URLSearchParams): Record<string, string> {
  const headers = [...query]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-') && !notHeaders.test(name));
  return Object.fromEntries(headers);
}

const notHeaders =
  /^x-amz-(algorithm|credential|date|expires|signature|signedheaders|security-token|content-sha256|checksum-.*|sdk-checksum-.*|trailer)$/;

interface Parameters {
  readonly scope: CredentialScope;
  readonly time: string;
  readonly signedAt: number;
  readonly expires: number;
  readonly signature: string;
  readonly signedHeaders: readonly string[];
}

function readParameters(query: URLSearchParams): Parameters {
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ];
  const [algorithm, credential, time, life, headers, signature] = names.map((name) => query.get(name) ?? undefined);
  if ([credential, time, life, headers, signature].includes(undefined)) {
    throw refused(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (algorithm !== 'AWS4-HMAC-SHA256')
    throw refused('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  const scope = readScope(credential!);
  if (scope === undefined || scope.service !== 's3') {
    throw refused(
      `Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`,
    );
  }
  const signedAt = readTime(time!);
  if (signedAt === undefined || !time!.startsWith(scope.date)) {
    throw refused("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const expires = Number(life);
  if (!Number.isInteger(expires)) throw refused('X-Amz-Expires should be a number');
  if (expires < 0) throw refused('X-Amz-Expires must be non-negative');
  if (expires > longestLife)
    throw refused(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  return { scope, time: time!, signedAt, expires, signature: signature!, signedHeaders: headers!.split(';') };
}

/** Every `x-amz-` header that comes along must have been signed, or anyone could add one. */
function checkAllSigned({ headers }: WireRequest, signedHeaders: readonly string[]): void {
  const loose = Object.keys(headers).filter(
    (name) =>
      name.startsWith('x-amz-') &&
      name !== 'x-amz-content-sha256' &&
      headers[name] !== undefined &&
      !signedHeaders.includes(name),
  );
  if (loose.length === 0 && signedHeaders.includes('host')) return;
  throw new S3Error('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    fields: { HeadersNotSigned: loose.length > 0 ? loose.join(', ') : 'host' },
  });
}

function refused(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', { message });
}
