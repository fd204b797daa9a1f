import { S3Error } from '../errors.ts';
import { checkLifecycle, type LifecycleRule } from '../lifecycle/rules.ts';
import { minimumObjectSizes, type TransitionDefaultMinimumObjectSize } from '../lifecycle/transitions.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export function getBucketLifecycle(
  s3: S3,
  input: BucketInput,
  call: Call,
): {
  readonly rules: readonly LifecycleRule[];
  readonly transitionDefaultMinimumObjectSize: TransitionDefaultMinimumObjectSize;
} {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetLifecycleConfiguration', bucket));
  const { lifecycle, transitionDefaultMinimumObjectSize = 'all_storage_classes_128K' } = bucket.record;
  if (lifecycle === undefined)
    throw new S3Error('NoSuchLifecycleConfiguration', { fields: { BucketName: input.bucket } });
  return { rules: lifecycle, transitionDefaultMinimumObjectSize };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export function putBucketLifecycle(
  s3: S3,
  input: BucketInput & {
    readonly lifecycle: readonly LifecycleRule[];
    readonly transitionDefaultMinimumObjectSize?: string | undefined;
  },
  call: Call,
): TransitionDefaultMinimumObjectSize {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutLifecycleConfiguration', bucket));
  checkLifecycle(input.lifecycle);
  const given = input.transitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
  const transitionDefaultMinimumObjectSize = minimumObjectSizes.find((known) => known === given);
  if (transitionDefaultMinimumObjectSize === undefined) {
    throw new S3Error('InvalidRequest', { message: `Invalid TransitionDefaultMinimumObjectSize found: ${given}` });
  }
  s3.update(bucket, { lifecycle: input.lifecycle, transitionDefaultMinimumObjectSize });
  s3.lifecycle.arm();
  return transitionDefaultMinimumObjectSize;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export function deleteBucketLifecycle(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutLifecycleConfiguration', bucket));
  const { lifecycle: _lifecycle, transitionDefaultMinimumObjectSize: _size, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
  s3.lifecycle.arm();
}
