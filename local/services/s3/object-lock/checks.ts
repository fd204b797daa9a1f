import { S3Error, invalidArgument } from '../errors.ts';
import type { Bucket } from '../store.ts';
import type { Retention } from './lock.ts';

/** @throws S3Error `InvalidRequest` where the bucket locks nothing */
export function checkLocks({ record }: Bucket): void {
  if (record.objectLock !== undefined) return;
  throw new S3Error('InvalidRequest', { message: 'Bucket is missing Object Lock Configuration' });
}

/**
 * @param argument what the date came in, as the caller knows it
 * @throws S3Error `InvalidArgument` for a date that is past
 */
export function checkFuture(retention: Retention | undefined, now: number, argument: string): void {
  if (retention === undefined || retention.until > now) return;
  const until = new Date(retention.until).toISOString();
  throw invalidArgument('The retain until date must be in the future!', argument, until);
}
