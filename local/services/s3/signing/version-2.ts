import { createHmac } from 'node:crypto';
import { sameSignature } from '../../protocol/signature.ts';
import { S3Error } from '../errors.ts';
import { bucketInHost } from '../rest/target.ts';
import { signatureMismatch } from './mismatch.ts';
import type { WireRequest } from '../../service.ts';

/**
 * Presigned URLs of signature version 2, which some SDKs still make in us-east-1.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
const parameters = ['AWSAccessKeyId', 'Signature', 'Expires'] as const;

/** Parameters of the query that are part of what is signed. */
const signed = new Set([
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'delete',
  'encryption',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'partNumber',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'select-type',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
]);

export function isPresignedV2({ query }: WireRequest): boolean {
  return parameters.slice(0, 2).some((name) => query.has(name));
}

/**
 * Checks the signature and the life of a URL.
 *
 * @returns whose access key signed it
 * @throws S3Error `AccessDenied`, `InvalidAccessKeyId`, `SignatureDoesNotMatch`
 */
export function checkPresignedV2(
  request: WireRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: number,
): string {
  const [accessKeyId, provided, expires] = parameters.map((name) => request.query.get(name) ?? undefined);
  if (accessKeyId === undefined || provided === undefined || !/^\d+$/.test(expires ?? '')) {
    const message = 'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters';
    throw new S3Error('AccessDenied', { message });
  }
  const end = Number(expires) * 1000;
  if (now > end) {
    const fields = { Expires: new Date(end).toISOString(), ServerTime: new Date(now).toISOString() };
    throw new S3Error('AccessDenied', { message: 'Request has expired', fields });
  }
  const secret = secretOf(accessKeyId);
  if (secret === undefined) throw new S3Error('InvalidAccessKeyId', { fields: { AWSAccessKeyId: accessKeyId } });
  const stringToSign = textOf(request, expires!);
  if (!sameSignature(signV2(secret, stringToSign), provided))
    throw signatureMismatch({ accessKeyId, provided, stringToSign });
  return accessKeyId;
}

export function signV2(secret: string, text: string): string {
  return createHmac('sha1', secret).update(text).digest('base64');
}

/** Headers that a signer moved into the query count as if they had been sent. */
export function hoistedV2(query: URLSearchParams): Record<string, string> {
  const moved = [...query]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-') || name === 'content-md5' || name === 'content-type');
  return Object.fromEntries(moved);
}

function textOf(request: WireRequest, expires: string): string {
  const headers = { ...hoistedV2(request.query), ...request.headers };
  const amz = Object.keys(headers)
    .filter((name) => name.startsWith('x-amz-'))
    .toSorted()
    .map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const lines = [request.method, headers['content-md5'] ?? '', headers['content-type'] ?? '', expires];
  return `${lines.join('\n')}\n${amz.join('')}${resourceOf(request)}`;
}

function resourceOf(request: WireRequest): string {
  const bucket = bucketInHost(request);
  const pairs = [...request.query]
    .filter(([name]) => signed.has(name) || name.startsWith('response-'))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  // A bucket alone is signed with a slash after it, also where the path has none.
  const bare = request.path.slice(1).includes('/') ? request.path : `${request.path.replace(/\/$/, '')}/`;
  const path = bucket === undefined ? bare : `/${bucket}${request.path}`;
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
