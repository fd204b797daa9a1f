import { S3Error } from '../errors.ts';
import { checkFuture, checkLocks } from '../object-lock/checks.ts';
import { loosens, type LegalHold, type ObjectLock, type Retention } from '../object-lock/lock.ts';
import { checkUnlocked, readBypass } from '../object-lock/deletion.ts';
import { onObject, type S3 } from '../s3.ts';
import { existingVersion, type ObjectId } from '../select-version.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html */
export function getObjectRetention(s3: S3, input: ObjectId, call: Call): Retention {
  return set(lockable(s3, input, 'GetObjectRetention', call).lock?.retention);
}

export interface PutObjectRetentionInput extends ObjectId {
  /** Undefined: none any more. */
  readonly retention: Retention | undefined;
  /** `x-amz-bypass-governance-retention` */
  readonly bypass?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html */
export function putObjectRetention(s3: S3, input: PutObjectRetentionInput, call: Call): void {
  const { retention } = input;
  const version = lockable(s3, input, 'PutObjectRetention', call);
  checkFuture(retention, s3.surroundings.clock.now(), 'RetainUntilDate');
  const bucket = s3.bucket(input.bucket);
  const current = version.lock?.retention;
  if (current !== undefined && loosens(current, retention)) {
    // A legal hold stands beside retention and does not keep it from changing.
    const held = { ...version, lock: { retention: current } };
    checkUnlocked(s3, bucket, held, readBypass(bucket, input.bypass), call);
  }
  const { retention: _retention, ...rest } = version.lock ?? {};
  setLock(s3, input.bucket, version, { ...rest, ...(retention !== undefined && { retention }) });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html */
export function getObjectLegalHold(s3: S3, input: ObjectId, call: Call): LegalHold {
  return set(lockable(s3, input, 'GetObjectLegalHold', call).lock?.legalHold);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html */
export function putObjectLegalHold(s3: S3, input: ObjectId & { readonly legalHold: LegalHold }, call: Call): void {
  const version = lockable(s3, input, 'PutObjectLegalHold', call);
  setLock(s3, input.bucket, version, { ...version.lock, legalHold: input.legalHold });
}

function lockable(s3: S3, object: ObjectId, action: string, call: Call): ObjectVersion {
  const bucket = s3.bucket(object.bucket);
  call.authorize(onObject(action, bucket, object.key));
  const version = existingVersion(bucket, object, action.startsWith('Get') ? 'GET' : 'PUT');
  checkLocks(bucket);
  return version;
}

function setLock(s3: S3, bucket: string, version: ObjectVersion, lock: ObjectLock): void {
  s3.store.change({ kind: 'version', bucket, record: { ...version, lock } });
  s3.report('locked', s3.bucket(bucket), version.key, { versionId: version.versionId, ...lock });
}

function set<T>(value: T | undefined): T {
  if (value === undefined) throw new S3Error('NoSuchObjectLockConfiguration');
  return value;
}
