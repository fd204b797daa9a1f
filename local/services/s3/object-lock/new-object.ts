import { onObject, type S3 } from '../s3.ts';
import { checkFuture, checkLocks } from './checks.ts';
import { untilHeader } from './headers.ts';
import type { Call } from '../../service.ts';
import type { ObjectAttributes } from '../records.ts';
import type { Bucket } from '../store.ts';

/** Whether a new object may bring its lock along, which takes permissions of its own. */
export function checkNewLock(s3: S3, bucket: Bucket, { lock }: ObjectAttributes, call: Call, key: string): void {
  if (lock === undefined) return;
  const { retention, legalHold } = lock;
  if (retention !== undefined) call.authorize(onObject('PutObjectRetention', bucket, key));
  if (legalHold !== undefined) call.authorize(onObject('PutObjectLegalHold', bucket, key));
  checkLocks(bucket);
  checkFuture(retention, s3.surroundings.clock.now(), untilHeader);
}
