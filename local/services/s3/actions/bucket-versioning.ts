import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { BucketRecord } from '../records.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export function getBucketVersioning(
  s3: S3,
  input: { readonly bucket: string },
  call: Call,
): BucketRecord['versioning'] {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketVersioning', bucket));
  return bucket.record.versioning;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export function putBucketVersioning(
  s3: S3,
  input: { readonly bucket: string; readonly status: string | undefined },
  call: Call,
): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketVersioning', bucket));
  if (input.status === undefined) throw new S3Error('IllegalVersioningConfigurationException');
  if (input.status !== 'Enabled' && input.status !== 'Suspended') throw new S3Error('MalformedXML');
  if (input.status === 'Suspended' && bucket.record.objectLock !== undefined) {
    const message =
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.';
    throw new S3Error('InvalidBucketState', { message });
  }
  s3.update(bucket, { versioning: input.status });
}
