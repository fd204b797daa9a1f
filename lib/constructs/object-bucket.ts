import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { removalPolicyOf } from './stage.ts';

export type ObjectBucketProps = Pick<BucketProps, 'bucketName' | 'versioned' | 'lifecycleRules' | 'cors'>;

/**
 * A bucket that nobody reads from outside, over TLS only, encrypted. Nothing empties it: a stack that is deleted outside
 * prod leaves a bucket that still holds objects, because emptying it needs a custom resource.
 */
export function objectBucket(scope: Construct, id: string, props: ObjectBucketProps = {}): Bucket {
  return new Bucket(scope, id, {
    ...props,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: removalPolicyOf(scope),
  });
}
