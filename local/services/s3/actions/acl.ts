import { onBucket, type S3 } from '../s3.ts';
import { readable, type ObjectId } from '../select-version.ts';
import type { Call } from '../../service.ts';

/** ACLs are off: the owner has full control and nobody else has any. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export function getBucketAcl(s3: S3, input: { readonly bucket: string }, call: Call): { readonly ownerId: string } {
  call.authorize(onBucket('GetBucketAcl', s3.bucket(input.bucket)));
  return { ownerId: s3.ownerId };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export function getObjectAcl(
  s3: S3,
  input: ObjectId,
  call: Call,
): { readonly ownerId: string; readonly versionId: string } {
  const { versionId } = readable(s3, input, 'GetObjectAcl', call);
  return { ownerId: s3.ownerId, versionId };
}
