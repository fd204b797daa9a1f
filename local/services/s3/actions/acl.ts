import { isDeepStrictEqual } from 'node:util';
import { aclInForce, grantsOf, type Acl, type Grant } from '../acl/acl.ts';
import { checkAcl } from '../acl/check.ts';
import { S3Error } from '../errors.ts';
import { causeOf, onBucket, type S3 } from '../s3.ts';
import { existingVersion, onVersion, readable, type ObjectId } from '../select-version.ts';
import type { Call } from '../../service.ts';
import type { ObjectVersion } from '../records.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export function getBucketAcl(s3: S3, input: BucketInput, call: Call): readonly Grant[] {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketAcl', bucket));
  return grantsOf(aclInForce(bucket.record.acl, bucket.record.ownership), s3.ownerId);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export function putBucketAcl(s3: S3, input: BucketInput & { readonly acl: Acl }, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketAcl', bucket));
  if (bucket.record.ownership === 'BucketOwnerEnforced') throw new S3Error('AccessControlListNotSupported');
  checkAcl(s3, bucket, input.acl);
  s3.update(bucket, { acl: input.acl });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export function getObjectAcl(
  s3: S3,
  input: ObjectId,
  call: Call,
): { readonly grants: readonly Grant[]; readonly versionId: string } {
  const { acl, versionId } = readable(s3, input, 'GetObjectAcl', call);
  const { ownership } = s3.bucket(input.bucket).record;
  return { grants: grantsOf(aclInForce(acl, ownership), s3.ownerId), versionId };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export function putObjectAcl(s3: S3, input: ObjectId & { readonly acl: Acl }, call: Call): ObjectVersion {
  const { bucket: name, key, versionId, acl } = input;
  const bucket = s3.bucket(name);
  call.authorize(onVersion(versionId === undefined ? 'PutObjectAcl' : 'PutObjectVersionAcl', bucket, key, versionId));
  const version = existingVersion(bucket, input, 'PUT');
  if (bucket.record.ownership === 'BucketOwnerEnforced') throw new S3Error('AccessControlListNotSupported');
  checkAcl(s3, bucket, acl);
  const record = { ...version, acl };
  s3.store.change({ kind: 'version', bucket: name, record });
  // What says the same as before is no event.
  if (!isDeepStrictEqual(grantsOf(version.acl, s3.ownerId), grantsOf(acl, s3.ownerId))) {
    s3.notifications.announce(bucket.record, record, causeOf('ObjectAcl:Put', call));
  }
  return record;
}
