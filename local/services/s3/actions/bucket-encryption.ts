import { NotSimulated } from '../../aws-error.ts';
import { isKms, type DefaultEncryption } from '../encryption/encryption.ts';
import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

export interface PutBucketEncryptionInput extends BucketInput {
  readonly algorithm: string;
  readonly bucketKeyEnabled: boolean;
  readonly kmsKeyId?: string | undefined;
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html */
  readonly blocked?: readonly string[] | undefined;
}

/** SSE-S3 unless told otherwise. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export function getBucketEncryption(s3: S3, input: BucketInput, call: Call): DefaultEncryption {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetEncryptionConfiguration', bucket));
  return bucket.record.encryption ?? { algorithm: 'AES256', bucketKeyEnabled: false };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export function putBucketEncryption(s3: S3, input: PutBucketEncryptionInput, call: Call): void {
  const { algorithm, bucketKeyEnabled, kmsKeyId, blocked } = input;
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutEncryptionConfiguration', bucket));
  if (isKms(algorithm)) {
    if (kmsKeyId !== undefined) throw new NotSimulated('S3 encryption with a KMS key of one’s own');
  } else if (algorithm !== 'AES256') {
    throw new S3Error('MalformedXML');
  } else if (kmsKeyId !== undefined) {
    throw new S3Error('InvalidArgument', {
      message: 'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      fields: { ArgumentName: 'ApplyServerSideEncryptionByDefault' },
    });
  }
  if (blocked?.some((type) => type !== 'SSE-C' && type !== 'NONE') === true) throw new S3Error('MalformedXML');
  s3.update(bucket, { encryption: { algorithm, bucketKeyEnabled, ...(blocked && { blocked }) } });
}

/** Back to the default. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export function deleteBucketEncryption(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutEncryptionConfiguration', bucket));
  const { encryption: _encryption, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
}
