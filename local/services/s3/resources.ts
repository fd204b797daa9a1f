import { putBucketCors } from './actions/bucket-cors.ts';
import { putBucketEncryption } from './actions/bucket-encryption.ts';
import { putBucketLifecycle } from './actions/bucket-lifecycle.ts';
import { putBucketNotification } from './actions/bucket-notification.ts';
import { putBucketPolicy } from './actions/bucket-policy.ts';
import { putBucketTagging } from './actions/bucket-tagging.ts';
import { putBucketVersioning } from './actions/bucket-versioning.ts';
import { createBucket } from './actions/create-bucket.ts';
import { putPublicAccessBlock } from './actions/public-access-block.ts';
import {
  readCorsProperty,
  readEncryptionProperty,
  readLifecycleProperty,
  readNotificationProperty,
  readOwnershipProperty,
  readPublicAccessBlockProperty,
  readTagsProperty,
  readVersioningProperty,
} from './resources/bucket-properties.ts';
import type { Created, Resource, ResourceType } from '../../template/resource-type.ts';
import type { Call } from '../service.ts';
import type { S3 } from './s3.ts';

type Setter = (s3: S3, bucket: string, value: unknown, call: Call) => unknown;

/** In this order: a notification is only tried once everything else stands. */
const setters: Readonly<Record<string, Setter>> = {
  PublicAccessBlockConfiguration: (s3, bucket, value, call) =>
    putPublicAccessBlock(s3, { bucket, publicAccessBlock: readPublicAccessBlockProperty(value) }, call),
  VersioningConfiguration: (s3, bucket, value, call) =>
    putBucketVersioning(s3, { bucket, status: readVersioningProperty(value) }, call),
  BucketEncryption: (s3, bucket, value, call) =>
    putBucketEncryption(s3, { bucket, ...readEncryptionProperty(value) }, call),
  CorsConfiguration: (s3, bucket, value, call) => putBucketCors(s3, { bucket, cors: readCorsProperty(value) }, call),
  LifecycleConfiguration: (s3, bucket, value, call) =>
    putBucketLifecycle(s3, { bucket, lifecycle: readLifecycleProperty(value) }, call),
  Tags: (s3, bucket, value, call) => putBucketTagging(s3, { bucket, tags: readTagsProperty(value) }, call),
  NotificationConfiguration: (s3, bucket, value, call) =>
    putBucketNotification(s3, { bucket, notifications: readNotificationProperty(value) }, call),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
const bucket: ResourceType = {
  properties: {
    ...Object.fromEntries(Object.keys(setters).map((name) => [name, true as const])),
    BucketName: true,
    OwnershipControls: true,
  },
  create: async (resource, { s3 }): Promise<Created> => {
    const { properties } = resource;
    const name = (properties['BucketName'] as string | undefined) ?? resource.physicalName(63).toLowerCase();
    const call = deployment(s3, resource);
    const ownership = properties['OwnershipControls'];
    const { region } = s3.surroundings;
    createBucket(
      s3,
      {
        bucket: name,
        locationConstraint: region === 'us-east-1' ? undefined : region,
        ownership: ownership === undefined ? undefined : readOwnershipProperty(ownership),
      },
      call,
    );
    for (const [property, set] of Object.entries(setters)) {
      if (properties[property] !== undefined) await set(s3, name, properties[property], call);
    }
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      },
    };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
const bucketPolicy: ResourceType = {
  properties: { Bucket: true, PolicyDocument: true },
  create: (resource, { s3 }): Created => {
    const name = resource.properties['Bucket'] as string;
    const document = resource.properties['PolicyDocument'];
    const policy = typeof document === 'string' ? document : JSON.stringify(document);
    putBucketPolicy(s3, { bucket: name, policy }, deployment(s3, resource));
    return { ref: name };
  },
};

export const s3Resources: Readonly<Record<string, ResourceType>> = {
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
};

/** Deployments act as the account itself, which may do everything. */
function deployment(s3: S3, { logicalId }: Resource): Call {
  const principal = `arn:aws:iam::${s3.surroundings.accountId}:root`;
  return { caller: { principal }, requestId: `deploy-${logicalId}`, authorize: () => undefined };
}
