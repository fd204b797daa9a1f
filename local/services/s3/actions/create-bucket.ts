import { checkBucketAcl } from '../acl/check.ts';
import { S3Error } from '../errors.ts';
import { isOwnership } from './ownership-controls.ts';
import { checkBucketName } from '../rules.ts';
import { bucketArn, type S3 } from '../s3.ts';
import { checkTags } from '../tags.ts';
import type { Acl } from '../acl/acl.ts';
import type { Call } from '../../service.ts';
import type { Tag } from '../records.ts';

export interface CreateBucketInput {
  readonly bucket: string;
  readonly locationConstraint?: string | undefined;
  readonly ownership?: string | undefined;
  readonly objectLock?: boolean;
  readonly acl?: Acl | undefined;
  readonly tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export function createBucket(s3: S3, input: CreateBucketInput, call: Call): void {
  const { bucket: name, locationConstraint, ownership = 'BucketOwnerEnforced', tags = [] } = input;
  checkBucketName(name);
  call.authorize({ action: 's3:CreateBucket', resource: bucketArn(name) });
  const region = regionFor(s3.surroundings.region, locationConstraint);
  if (!isOwnership(ownership)) {
    throw new S3Error('InvalidArgument', {
      message: `Invalid x-amz-object-ownership header: ${ownership}`,
      fields: { ArgumentName: 'x-amz-object-ownership' },
    });
  }
  checkBucketAcl(s3, input.acl, ownership);
  checkTags(tags, 'bucket');
  if (s3.store.buckets.has(name)) {
    // us-east-1 keeps its old ways: making one's own bucket again succeeds and changes nothing.
    if (region === 'us-east-1' && s3.regionOf(s3.bucket(name)) === region && tags.length === 0) return;
    throw new S3Error('BucketAlreadyOwnedByYou', { fields: { BucketName: name } });
  }
  const createdAt = s3.surroundings.clock.now();
  // New buckets block all public access. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  const publicAccessBlock = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const locked = input.objectLock === true && { versioning: 'Enabled' as const, objectLock: {} };
  const listed = input.acl !== undefined && { acl: input.acl };
  const tagged = tags.length > 0 && { tags };
  const record = { name, createdAt, region, ownership, publicAccessBlock, ...tagged, ...listed, ...locked };
  s3.store.change({ kind: 'bucket', record });
  s3.surroundings.journal({ service: 's3', event: 'bucket-created', resource: bucketArn(name) });
}

/** us-east-1 makes buckets for every region, others for themselves alone. */
function regionFor(region: string, constraint: string | undefined): string {
  if (constraint === undefined || constraint === '') {
    if (region !== 'us-east-1') throw new S3Error('IllegalLocationConstraintException');
    return region;
  }
  if (constraint === 'us-east-1' || !/^(EU|[a-z]{2}(-[a-z]+)+-\d)$/.test(constraint)) {
    throw new S3Error('InvalidLocationConstraint', { fields: { LocationConstraint: constraint } });
  }
  if (constraint !== region && region !== 'us-east-1') {
    const message = `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`;
    throw new S3Error('IllegalLocationConstraintException', { message });
  }
  return constraint;
}
