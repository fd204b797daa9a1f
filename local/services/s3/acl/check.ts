import { S3Error } from '../errors.ts';
import { onObject, type S3 } from '../s3.ts';
import { isOwnersOnly, isPublicAcl, type Acl } from './acl.ts';
import type { Call } from '../../service.ts';
import type { ObjectAttributes } from '../records.ts';
import type { Bucket } from '../store.ts';

/**
 * Whether a bucket takes this ACL for itself or an object.
 *
 * @throws S3Error `AccessControlListNotSupported` where the bucket owns its objects, `AccessDenied` for a public one
 */
export function checkAcl(s3: S3, { record }: Bucket, acl: Acl): void {
  if (record.ownership === 'BucketOwnerEnforced' && !isOwnersOnly(acl, s3.ownerId))
    throw new S3Error('AccessControlListNotSupported');
  if (record.publicAccessBlock?.BlockPublicAcls === true && isPublicAcl(acl, s3.ownerId))
    throw new S3Error('AccessDenied');
}

/** Whether a new object may bring its ACL along, which takes a permission of its own. */
export function checkNewAcl(s3: S3, bucket: Bucket, { acl }: ObjectAttributes, call: Call, key: string): void {
  if (acl === undefined) return;
  call.authorize(onObject('PutObjectAcl', bucket, key));
  checkAcl(s3, bucket, acl);
}

/** A new bucket has rules for ACLs of its own. */
export function checkBucketAcl(s3: S3, acl: Acl | undefined, ownership: string): void {
  if (acl === undefined || isOwnersOnly(acl, s3.ownerId)) return;
  if (ownership === 'BucketOwnerEnforced') throw new S3Error('InvalidBucketAclWithObjectOwnership');
  if (isPublicAcl(acl, s3.ownerId)) throw new S3Error('InvalidBucketAclWithBlockPublicAccessError');
}
