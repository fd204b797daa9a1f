import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import { checkTags } from '../tags.ts';
import type { Call } from '../../service.ts';
import type { Tag } from '../records.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export function getBucketTagging(s3: S3, input: BucketInput, call: Call): readonly Tag[] {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketTagging', bucket));
  const { tags } = bucket.record;
  if (tags === undefined) throw new S3Error('NoSuchTagSet', { fields: { BucketName: input.bucket } });
  return tags;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export function putBucketTagging(s3: S3, input: BucketInput & { readonly tags: readonly Tag[] }, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketTagging', bucket));
  checkTags(input.tags, 'bucket');
  // No tags are no tag set.
  const { tags: _tags, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: input.tags.length === 0 ? rest : { ...rest, tags: input.tags } });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export function deleteBucketTagging(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketTagging', bucket));
  const { tags: _tags, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
}
