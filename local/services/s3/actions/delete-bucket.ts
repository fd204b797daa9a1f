import { S3Error } from '../errors.ts';
import { bucketArn, onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export function deleteBucket(s3: S3, input: { readonly bucket: string }, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('DeleteBucket', bucket));
  if (bucket.versions.size > 0) {
    const message =
      bucket.record.versioning === undefined
        ? 'The bucket you tried to delete is not empty'
        : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.';
    throw new S3Error('BucketNotEmpty', { message, fields: { BucketName: input.bucket } });
  }
  for (const uploadId of bucket.uploads.keys())
    s3.store.change({ kind: 'upload-removed', bucket: input.bucket, uploadId });
  s3.store.change({ kind: 'bucket-removed', bucket: input.bucket });
  s3.surroundings.journal({ service: 's3', event: 'bucket-deleted', resource: bucketArn(input.bucket) });
  s3.lifecycle.arm();
}
