import { S3Error } from './errors.ts';
import type { ObjectVersion } from './records.ts';

/** `If-…` headers as they came. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

/**
 * Whether a reader may have this version. `If-Match` outweighs `If-Unmodified-Since`, `If-None-Match` outweighs
 * `If-Modified-Since` (RFC 9110, 13.2.2).
 *
 * @throws S3Error `PreconditionFailed`, or `NotModified` with the version's headers
 */
export function checkRead(conditions: Conditions, version: ObjectVersion): void {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!names(ifMatch, version)) throw failed('If-Match');
  } else if (ifUnmodifiedSince !== undefined && changedSince(version, ifUnmodifiedSince) === true) {
    throw failed('If-Unmodified-Since');
  }
  const unchanged =
    ifNoneMatch === undefined
      ? ifModifiedSince !== undefined && changedSince(version, ifModifiedSince) === false
      : names(ifNoneMatch, version);
  if (!unchanged) return;
  const headers = { etag: `"${version.etag}"`, 'last-modified': new Date(version.lastModified).toUTCString() };
  throw new S3Error('NotModified', { headers });
}

/** As `checkRead`, for the source of a copy, where every failure is 412. */
export function checkCopySource(conditions: Conditions, version: ObjectVersion): void {
  try {
    checkRead(conditions, version);
  } catch (error) {
    if (error instanceof S3Error && error.code === 'NotModified') throw failed('x-amz-copy-source-If-None-Match');
    throw error;
  }
}

/**
 * Whether a writer may put its object over `current`. Checked before the body and again when it has arrived.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * @throws S3Error `PreconditionFailed`, `NoSuchKey`
 */
export function checkWrite(
  { ifMatch, ifNoneMatch }: Conditions,
  current: ObjectVersion | undefined,
  key: string,
): void {
  const existing = current?.deleteMarker === true ? undefined : current;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw new S3Error('NotImplemented', { fields: { Header: 'If-None-Match' } });
    if (existing !== undefined) throw failed('If-None-Match');
  }
  if (ifMatch === undefined) return;
  if (existing === undefined) throw new S3Error('NoSuchKey', { fields: { Key: key } });
  if (!names(ifMatch, existing)) throw failed('If-Match');
}

function names(list: string, version: ObjectVersion): boolean {
  return list.split(',').some((entry) => {
    const etag = entry.trim();
    return etag === '*' || etag.replace(/^W\//, '').replaceAll('"', '') === version.etag;
  });
}

/** Undefined for a date that cannot be read, which is ignored. HTTP dates know no milliseconds. */
function changedSince(version: ObjectVersion, date: string): boolean | undefined {
  const since = Date.parse(date);
  if (Number.isNaN(since)) return undefined;
  return Math.floor(version.lastModified / 1000) * 1000 > since;
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { fields: { Condition: condition } });
}
