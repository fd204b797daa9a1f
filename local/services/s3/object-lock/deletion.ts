import { S3Error } from '../errors.ts';
import { onObject, type S3 } from '../s3.ts';
import { isLocked } from './lock.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';
import type { Bucket } from '../store.ts';

/**
 * Whether a caller may break governance, who asks for it with `x-amz-bypass-governance-retention`.
 *
 * @throws S3Error `InvalidArgument` where there is nothing to break
 */
export function readBypass({ record }: Bucket, header: string | undefined): boolean {
  if (header === undefined) return false;
  if (record.objectLock === undefined) {
    throw new S3Error('InvalidArgument', {
      message: 'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
      fields: { ArgumentName: 'x-amz-bypass-governance-retention' },
    });
  }
  return header.toLowerCase() === 'true';
}

/** @throws S3Error `AccessDenied` while the version is locked */
export function checkUnlocked(s3: S3, bucket: Bucket, version: ObjectVersion, bypass: boolean, call: Call): void {
  const { lock } = version;
  if (lock === undefined) return;
  const now = s3.surroundings.clock.now();
  if (!isLocked(lock, now, false)) return;
  if (bypass && !isLocked(lock, now, true)) {
    call.authorize(onObject('BypassGovernanceRetention', bucket, version.key));
    return;
  }
  throw new S3Error('AccessDenied', { message: 'Access Denied because object protected by object lock.' });
}
