import { S3Error } from '../errors.ts';
import { checkLifecycle, type LifecycleRule } from '../lifecycle/rules.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export function getBucketLifecycle(s3: S3, input: BucketInput, call: Call): readonly LifecycleRule[] {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetLifecycleConfiguration', bucket));
  const { lifecycle } = bucket.record;
  if (lifecycle === undefined)
    throw new S3Error('NoSuchLifecycleConfiguration', { fields: { BucketName: input.bucket } });
  return lifecycle;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export function putBucketLifecycle(
  s3: S3,
  input: BucketInput & { readonly lifecycle: readonly LifecycleRule[] },
  call: Call,
): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutLifecycleConfiguration', bucket));
  checkLifecycle(input.lifecycle);
  s3.update(bucket, { lifecycle: input.lifecycle });
  s3.lifecycle.arm();
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export function deleteBucketLifecycle(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutLifecycleConfiguration', bucket));
  const { lifecycle: _lifecycle, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
  s3.lifecycle.arm();
}
