import { NotSimulated } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** Every bucket encrypts with SSE-S3. @returns whether a bucket key was asked for */
export function getBucketEncryption(s3: S3, input: BucketInput, call: Call): boolean {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetEncryptionConfiguration', bucket));
  return bucket.record.bucketKeyEnabled ?? false;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export function putBucketEncryption(
  s3: S3,
  input: BucketInput & { readonly algorithm: string; readonly bucketKeyEnabled: boolean },
  call: Call,
): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutEncryptionConfiguration', bucket));
  if (input.algorithm.startsWith('aws:kms')) throw new NotSimulated('S3 encryption with KMS');
  if (input.algorithm !== 'AES256') throw new S3Error('MalformedXML');
  s3.update(bucket, { bucketKeyEnabled: input.bucketKeyEnabled });
}

/** Back to the default. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export function deleteBucketEncryption(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutEncryptionConfiguration', bucket));
  s3.update(bucket, { bucketKeyEnabled: false });
}
