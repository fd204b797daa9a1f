import { beforeEach, describe, expect, test } from 'vitest';
import { s3Resources } from '../../../local/services/s3/resources.ts';
import { provision } from '../../../local/template/provision.ts';
import { newS3 } from './fixture.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Template } from '../../../local/template/template.ts';

let world: ReturnType<typeof newS3>;
beforeEach(() => {
  world = newS3();
});

const options = { stackName: 'Shop', accountId: '123456789012', region: 'us-east-1' };
const deploy = (Properties: object, more: Template['Resources'] = {}) => {
  const Resources = { Videos: { Type: 'AWS::S3::Bucket', Properties }, ...more };
  return provision({ Resources }, { s3: world.s3 } as Cloud, s3Resources, options);
};

describe('AWS::S3::Bucket', () => {
  test('has a name and attributes as CloudFormation gives them', async () => {
    const { ref, attributes } = (await deploy({})).resources.get('Videos')!;
    expect(ref).toMatch(/^shop-videos-[0-9a-z]{12}$/);
    expect(attributes).toMatchObject({
      Arn: `arn:aws:s3:::${ref}`,
      RegionalDomainName: `${ref}.s3.us-east-1.amazonaws.com`,
    });
  });

  test('is configured by its properties', async () => {
    const Topic = 'arn:aws:sns:us-east-1:123456789012:uploads';
    await deploy({
      BucketName: 'videos',
      VersioningConfiguration: { Status: 'Enabled' },
      CorsConfiguration: { CorsRules: [{ AllowedMethods: ['POST'], AllowedOrigins: ['*'] }] },
      LifecycleConfiguration: {
        Rules: [{ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      Tags: [{ Key: 'a', Value: 'b' }],
      NotificationConfiguration: {
        TopicConfigurations: [
          { Event: 's3:ObjectCreated:*', Topic, Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'raw/' }] } } },
        ],
      },
    });
    expect(world.s3.bucket('videos').record).toMatchObject({
      versioning: 'Enabled',
      cors: [{ allowedMethods: ['POST'] }],
      lifecycle: [{ abortUploadsAfterDays: 1 }],
      tags: [{ Key: 'a', Value: 'b' }],
      notifications: [{ kind: 'topic', arn: Topic, prefix: 'raw/' }],
    });
    expect(world.delivered).toMatchObject([{ kind: 'topic', arn: Topic }]);
  });

  test.each([
    [{ WebsiteConfiguration: {} }, 'property WebsiteConfiguration of AWS::S3::Bucket is not simulated'],
    [{ CorsConfiguration: { CorsRules: [{ Colour: 1 }] } }, 'CorsRule.Colour is not simulated'],
    [
      { NotificationConfiguration: { EventBridgeConfiguration: {} } },
      'NotificationConfiguration.EventBridgeConfiguration is not simulated',
    ],
  ])('refuses %j by name', async (properties, message) => {
    await expect(deploy(properties)).rejects.toThrow(message);
  });
});

test('AWS::S3::BucketPolicy sets the policy of its bucket', async () => {
  const Resource = { 'Fn::Sub': '${Videos.Arn}/*' };
  const PolicyDocument = { Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource }] };
  const Policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Videos' }, PolicyDocument } };
  await deploy({ BucketName: 'videos' }, { Policy });
  expect(world.s3.bucket('videos').record.policyDocument).toMatchObject({
    Statement: [{ Resource: 'arn:aws:s3:::videos/*' }],
  });
});
