import { isOwnersOnly } from '../acl/acl.ts';
import { S3Error } from '../errors.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export function getOwnershipControls(s3: S3, input: BucketInput, call: Call): string {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketOwnershipControls', bucket));
  const { ownership } = bucket.record;
  if (ownership === undefined)
    throw new S3Error('OwnershipControlsNotFoundError', { fields: { BucketName: input.bucket } });
  return ownership;
}

/**
 * With ownership by the writer too, as there is one account: who writes is who owns the bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html
 */
export function putOwnershipControls(s3: S3, input: BucketInput & { readonly ownership: string }, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketOwnershipControls', bucket));
  if (!isOwnership(input.ownership)) throw new S3Error('MalformedXML');
  const { acl } = bucket.record;
  // An ACL of the bucket that lets others in has to go first; those of objects lose their say without notice.
  if (input.ownership === 'BucketOwnerEnforced' && acl !== undefined && !isOwnersOnly(acl, s3.ownerId))
    throw new S3Error('InvalidBucketAclWithObjectOwnership');
  s3.update(bucket, { ownership: input.ownership });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html */
export function deleteOwnershipControls(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketOwnershipControls', bucket));
  const { ownership: _ownership, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
}

export function isOwnership(ownership: string): boolean {
  return ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'].includes(ownership);
}
