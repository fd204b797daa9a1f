import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';
import type { PublicAccessBlock } from '../records.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export function getPublicAccessBlock(s3: S3, input: BucketInput, call: Call): PublicAccessBlock {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketPublicAccessBlock', bucket));
  const { publicAccessBlock } = bucket.record;
  if (publicAccessBlock === undefined) {
    throw new S3Error('NoSuchPublicAccessBlockConfiguration', { fields: { BucketName: input.bucket } });
  }
  return publicAccessBlock;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export function putPublicAccessBlock(
  s3: S3,
  input: BucketInput & { readonly publicAccessBlock: PublicAccessBlock },
  call: Call,
): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketPublicAccessBlock', bucket));
  s3.update(bucket, { publicAccessBlock: input.publicAccessBlock });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export function deletePublicAccessBlock(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketPublicAccessBlock', bucket));
  const { publicAccessBlock: _block, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
}
