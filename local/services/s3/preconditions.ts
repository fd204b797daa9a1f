import { S3Error } from './errors.ts';
import type { ObjectVersion } from './records.ts';

/** `If-…` headers as they came. */
export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifUnmodifiedSince?: string | undefined;
}

type ConditionName = 'If-Match' | 'If-Unmodified-Since' | 'If-None-Match' | 'If-Modified-Since';

/**
 * Whether a reader may have this version.
 *
 * @throws S3Error `PreconditionFailed`, or `NotModified` with the version's headers
 */
export function checkRead(conditions: Conditions, version: ObjectVersion, now: number): void {
  const condition = unmet(conditions, version, now);
  if (condition === undefined) return;
  if (condition === 'If-Match' || condition === 'If-Unmodified-Since') throw failed(condition);
  const headers = { etag: `"${version.etag}"`, 'last-modified': new Date(version.lastModified).toUTCString() };
  throw new S3Error('NotModified', { headers });
}

/** As `checkRead`, for the source of a copy, where every failure is 412. */
export function checkCopySource(conditions: Conditions, version: ObjectVersion, now: number): void {
  const condition = unmet(conditions, version, now);
  if (condition !== undefined) throw failed(`x-amz-copy-source-${condition}`);
}

/**
 * The condition that does not hold. `If-Match` outweighs `If-Unmodified-Since`, `If-None-Match` outweighs
 * `If-Modified-Since`, which means nothing where it lies in the future (RFC 9110, 13.2.2 and 13.1.3).
 */
function unmet(
  { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince }: Conditions,
  version: ObjectVersion,
  now: number,
): ConditionName | undefined {
  if (ifMatch !== undefined) {
    if (!names(ifMatch, version)) return 'If-Match';
  } else if (ifUnmodifiedSince !== undefined && changedSince(version, ifUnmodifiedSince) === true) {
    return 'If-Unmodified-Since';
  }
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, version) ? 'If-None-Match' : undefined;
  if (ifModifiedSince === undefined || Date.parse(ifModifiedSince) > now) return undefined;
  return changedSince(version, ifModifiedSince) === false ? 'If-Modified-Since' : undefined;
}

/**
 * Whether a writer may put its object over `current`. Checked before the body and again when it has arrived.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * @throws S3Error `PreconditionFailed`, `NoSuchKey`, `NotImplemented`
 */
export function checkWrite(
  { ifMatch, ifNoneMatch }: Conditions,
  current: ObjectVersion | undefined,
  key: string,
): void {
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    throw notTaken('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');
  }
  const existing = current?.deleteMarker === true ? undefined : current;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw notTaken('If-None-Match');
    if (existing !== undefined) throw failed('If-None-Match');
  }
  if (ifMatch === undefined) return;
  if (ifMatch === '*') throw notTaken('If-Match');
  if (existing === undefined) throw new S3Error('NoSuchKey', { fields: { Key: key } });
  if (!names(ifMatch, existing)) throw failed('If-Match');
}

/**
 * A condition that holds now need not have held all the time that an upload took.
 *
 * @throws S3Error `ConditionalRequestConflict` if there is one
 */
export function checkConflict({ ifMatch, ifNoneMatch }: Conditions, key: string): void {
  if (ifMatch === undefined && ifNoneMatch === undefined) return;
  const Condition = ifMatch === undefined ? 'If-None-Match' : 'If-Match';
  throw new S3Error('ConditionalRequestConflict', { fields: { Condition, Key: key } });
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

function notTaken(
  Header: string,
  additionalMessage = `We don't accept the provided value of ${Header} header for this API`,
): S3Error {
  return new S3Error('NotImplemented', { fields: { Header, additionalMessage } });
}

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { fields: { Condition: condition } });
}
