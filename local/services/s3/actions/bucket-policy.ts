import { S3Error } from '../errors.ts';
import { isPublic, readPolicy } from '../policy.ts';
import { onBucket, type S3 } from '../s3.ts';
import type { Call } from '../../service.ts';

interface BucketInput {
  readonly bucket: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export function getBucketPolicy(s3: S3, input: BucketInput, call: Call): string {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketPolicy', bucket));
  const { policy } = bucket.record;
  if (policy === undefined) throw new S3Error('NoSuchBucketPolicy', { fields: { BucketName: input.bucket } });
  return policy;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export function putBucketPolicy(s3: S3, input: BucketInput & { readonly policy: string }, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('PutBucketPolicy', bucket));
  const policyDocument = readPolicy(input.policy, input.bucket);
  if (bucket.record.publicAccessBlock?.BlockPublicPolicy === true && isPublic(policyDocument)) {
    const message = `User: ${call.caller.principal} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${input.bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`;
    throw new S3Error('AccessDenied', { message });
  }
  s3.update(bucket, { policy: input.policy, policyDocument });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export function deleteBucketPolicy(s3: S3, input: BucketInput, call: Call): void {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('DeleteBucketPolicy', bucket));
  const { policy: _policy, policyDocument: _document, ...rest } = bucket.record;
  s3.store.change({ kind: 'bucket', record: rest });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export function getBucketPolicyStatus(s3: S3, input: BucketInput, call: Call): boolean {
  const bucket = s3.bucket(input.bucket);
  call.authorize(onBucket('GetBucketPolicyStatus', bucket));
  const { policyDocument } = bucket.record;
  if (policyDocument === undefined) throw new S3Error('NoSuchBucketPolicy', { fields: { BucketName: input.bucket } });
  return isPublic(policyDocument);
}
