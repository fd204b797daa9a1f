import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { BucketLock } from '../object-lock/lock.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export function getObjectLockConfiguration(s3: S3, input: BucketInput, call: Call): BucketLock {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketObjectLockConfiguration', bucket));
  const { objectLock } = bucket.record;
  if (objectLock === undefined)
    throw new S3Error('ObjectLockConfigurationNotFoundError', { fields: { BucketName: input.bucket } });
  return objectLock;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLockConfiguration.html */
export function putObjectLockConfiguration(
  s3: S3,
  input: BucketInput & { readonly objectLock: BucketLock },
  call: Call,
): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketObjectLockConfiguration', bucket));
  if (bucket.record.versioning !== 'Enabled') {
    const message = "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
    throw new S3Error('InvalidBucketState', { message });
  }
  s3.update(bucket, { objectLock: input.objectLock });
}
