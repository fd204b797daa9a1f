import { NotSimulated } from '../../aws-error.ts';
import { readAclHeaders } from '../acl/headers.ts';
import { encryptionOf } from '../encryption/encryption.ts';
import { readEncryption } from '../encryption/headers.ts';
import { readLock } from '../object-lock/headers.ts';
import { readTagHeader } from '../tags.ts';
import type { BucketRecord, ObjectAttributes, Tag } from '../records.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Means something to a website alone, and is told to everyone. */
export const redirectHeader = 'x-amz-website-redirect-location';

const systemHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  redirectHeader,
] as const;

/** Headers that ask for something this simulator does not do. */
const refused: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^x-amz-server-side-encryption-context$/, 'S3 encryption with a context'],
  [/^x-amz-write-offset-bytes$/, 'appending to S3 objects'],
];

/**
 * What a request, or a form's fields, attach to an object.
 *
 * @param byDefault what the bucket encrypts by
 * @param tags where they come otherwise than in `x-amz-tagging`
 * @throws S3Error `InvalidRequest`, `InvalidArgument`, `InvalidTag`; NotSimulated by name
 */
export function readAttributes(
  headers: Headers,
  { encryption: byDefault }: BucketRecord,
  tags?: readonly Tag[],
): ObjectAttributes {
  checkSupported(headers);
  const kept: Record<string, string> = {};
  for (const name of systemHeaders) {
    const value = name === 'content-encoding' ? withoutChunking(headers[name]) : headers[name];
    if (value !== undefined && value !== '') kept[name] = value;
  }
  kept['content-type'] ??= 'binary/octet-stream';
  const acl = readAclHeaders(headers);
  const encryption = encryptionOf(readEncryption(headers), byDefault);
  const lock = readLock(headers);
  const metadata = Object.entries(headers)
    .filter((entry): entry is [string, string] => entry[0].startsWith('x-amz-meta-') && entry[1] !== undefined)
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), value]);
  return {
    headers: kept,
    metadata: Object.fromEntries(metadata) as Record<string, string>,
    tags: tags ?? readTagHeader(headers['x-amz-tagging']),
    storageClass: headers['x-amz-storage-class'] ?? 'STANDARD',
    ...(encryption !== undefined && { encryption }),
    ...(acl !== undefined && { acl }),
    ...(lock !== undefined && { lock }),
  };
}

function checkSupported(headers: Headers): void {
  for (const name of Object.keys(headers)) {
    if (headers[name] === undefined) continue;
    const rule = refused.find(([pattern]) => pattern.test(name));
    if (rule !== undefined) throw new NotSimulated(rule[1]);
  }
}

/** `aws-chunked` is about the way here, not about the object. */
function withoutChunking(encoding: string | undefined): string | undefined {
  const kept = encoding
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '');
  return kept?.join(',');
}
