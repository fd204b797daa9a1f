import { S3Error } from '../errors.ts';
import { checkCors, type CorsRule } from '../cors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export function getBucketCors(s3: S3, input: BucketInput, call: Call): readonly CorsRule[] {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketCORS', bucket));
  const { cors } = bucket.record;
  if (cors === undefined) throw new S3Error('NoSuchCORSConfiguration', { fields: { BucketName: input.bucket } });
  return cors;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export function putBucketCors(s3: S3, input: BucketInput & { readonly cors: readonly CorsRule[] }, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketCORS', bucket));
  checkCors(input.cors);
  s3.update(bucket, { cors: input.cors });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export function deleteBucketCors(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketCORS', bucket));
  const { cors: _cors, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
}
