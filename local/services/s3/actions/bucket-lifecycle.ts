import { S3Error } from '../errors.ts';
import { checkLifecycle, type LifecycleRule } from '../lifecycle/rules.ts';
import { leastsToMove, type LeastToMove } from '../lifecycle/transitions.ts';
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
): { readonly rules: readonly LifecycleRule[]; readonly leastToMove: LeastToMove } {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetLifecycleConfiguration', bucket));
  const { lifecycle, leastToMove = 'all_storage_classes_128K' } = bucket.record;
  if (lifecycle === undefined)
    throw new S3Error('NoSuchLifecycleConfiguration', { fields: { BucketName: input.bucket } });
  return { rules: lifecycle, leastToMove };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export function putBucketLifecycle(
  s3: S3,
  input: BucketInput & { readonly lifecycle: readonly LifecycleRule[]; readonly leastToMove?: string | undefined },
  call: Call,
): LeastToMove {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutLifecycleConfiguration', bucket));
  checkLifecycle(input.lifecycle);
  const given = input.leastToMove ?? 'all_storage_classes_128K';
  const leastToMove = leastsToMove.find((known) => known === given);
  if (leastToMove === undefined) {
    throw new S3Error('InvalidRequest', { message: `Invalid TransitionDefaultMinimumObjectSize found: ${given}` });
  }
  s3.update(bucket, { lifecycle: input.lifecycle, leastToMove });
  s3.lifecycle.arm();
  return leastToMove;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export function deleteBucketLifecycle(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutLifecycleConfiguration', bucket));
  const { lifecycle: _lifecycle, leastToMove: _leastToMove, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
  s3.lifecycle.arm();
}
