import { createHash } from 'node:crypto';
import {
  canonicalRequest,
  readScope,
  readTime,
  sameSignature,
  sign,
  stringToSign,
  type CredentialScope,
} from '../../protocol/signature.ts';
import type { WireRequest } from '../../service.ts';

/** The parts of a signature of version 4, from the Authorization header or, presigned, from the query. */
export interface RequestSignature {
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260101T000000Z` */
  readonly time: string;
  /** Milliseconds since the epoch. */
  readonly signedAt: number;
  readonly sessionToken: string | undefined;
}

/** Undefined for a request that is not signed, or not in this way. */
export function readSignature({ headers, query }: WireRequest): RequestSignature | undefined {
  const header = headers['authorization'];
  const presigned = header === undefined;
  const part = (name: string): string =>
    (presigned ? query.get(`X-Amz-${name}`) : new RegExp(`[ ,]${name}=([^,\\s]+)`).exec(header)?.[1]) ?? '';
  if (!presigned && !header.startsWith('AWS4-HMAC-SHA256 ')) return undefined;
  const scope = readScope(part('Credential'));
  const time = (presigned ? query.get('X-Amz-Date') : headers['x-amz-date']) ?? '';
  const signedAt = readTime(time);
  const token = presigned ? query.get('X-Amz-Security-Token') : headers['x-amz-security-token'];
  const signedHeaders = part('SignedHeaders').split(';');
  // Without the host a signature would hold for any API.
  if (scope === undefined || signedAt === undefined || !signedHeaders.includes('host')) return undefined;
  return { scope, signedHeaders, signature: part('Signature'), time, signedAt, sessionToken: token ?? undefined };
}

export function signatureHolds(request: WireRequest, given: RequestSignature, secretAccessKey: string): boolean {
  if (given.time.slice(0, 8) !== given.scope.date) return false;
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    encodedTwice: true,
    query: [...request.query].filter(([name]) => name !== 'X-Amz-Signature'),
    headers: request.headers,
    signedHeaders: given.signedHeaders,
    payloadHash: createHash('sha256').update(request.body).digest('hex'),
  });
  const expected = sign(secretAccessKey, given.scope, stringToSign(given.time, given.scope, canonical));
  return sameSignature(expected, given.signature);
}
