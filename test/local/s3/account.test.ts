import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RealClock } from '../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { listen, type HttpServer } from '../../../local/services/http-server.ts';
import { S3Service } from '../../../local/services/s3/s3-service.ts';
import { provision } from '../../../local/template/provision.ts';
import { resourceTypes } from '../../../local/template/resource-types.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Template } from '../../../local/template/template.ts';

const account = { accountId: '123456789012', region: 'us-east-1' };
let cloud: Cloud;
let server: HttpServer;
let client: S3Client;

beforeEach(async () => {
  const random = seededRandom(1);
  const surroundings = {
    ...account,
    clock: new RealClock(),
    random,
    endpoint: 'http://127.0.0.1',
    journal: () => undefined,
  };
  cloud = createCloud(surroundings, {
    environments: () => {
      throw new Error('no functions here');
    },
  });
  const gateway = new Gateway([new S3Service(cloud.s3)], {
    callerOf: (accessKeyId) => cloud.iam.callerFor(accessKeyId),
    authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
    nextRequestId: () => random.uuid(),
  });
  server = await listen(0, (request) => gateway.handle(request), {
    streams: (request) => gateway.serviceOf(request)?.streaming === true,
  });
  client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server.port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});

afterEach(async () => {
  client.destroy();
  await server.close();
});

const queuePolicy = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'Uploads' }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: { 'Fn::GetAtt': ['Uploads', 'Arn'] },
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::videos' },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
        },
      ],
    },
  },
};

function template(policy: object): Template {
  const Queue = { 'Fn::GetAtt': ['Uploads', 'Arn'] };
  const NotificationConfiguration = { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue }] };
  const bucket = { BucketName: 'videos', NotificationConfiguration };
  return {
    Resources: {
      Uploads: { Type: 'AWS::SQS::Queue' },
      Policy: policy as typeof queuePolicy,
      Videos: { Type: 'AWS::S3::Bucket', Properties: bucket, DependsOn: 'Policy' },
    },
    Outputs: { QueueArn: { Value: Queue } },
  };
}

const deploy = (policy: object = queuePolicy) =>
  provision(template(policy), cloud, resourceTypes, { ...account, stackName: 'Shop' });

describe('in an account', () => {
  test('a new object reaches the queue that its bucket notifies', async () => {
    const stack = await deploy();
    await client.send(new PutObjectCommand({ Bucket: 'videos', Key: 'a b.mp4', Body: 'film' }));
    const { outputs } = stack;
    const keys = () => cloud.sqs.browse(outputs['QueueArn']!).map(({ body }) => /"key":"([^"]*)"/.exec(body)?.[1]);
    await expect.poll(keys).toEqual([undefined, 'a+b.mp4']);
  });

  test('a queue whose policy does not let the bucket send fails the deployment', async () => {
    const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::other' } };
    const [statement] = queuePolicy.Properties.PolicyDocument.Statement;
    const PolicyDocument = { Statement: [{ ...statement, Condition }] };
    const policy = { ...queuePolicy, Properties: { ...queuePolicy.Properties, PolicyDocument } };
    await expect(deploy(policy)).rejects.toThrow('Unable to validate the following destination configurations');
  });

  test('strangers may use presigned URLs and forms over HTTP, and nothing else', async () => {
    await deploy();
    await client.send(new PutObjectCommand({ Bucket: 'videos', Key: 'a', Body: 'film' }));
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'videos', Key: 'a' }));
    expect(await (await fetch(url)).text()).toBe('film');
    expect((await fetch(url.split('?')[0]!)).status).toBe(403);

    const post = await createPresignedPost(client, {
      Bucket: 'videos',
      Key: 'b',
      Conditions: [['content-length-range', 1, 10]],
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
    form.append('file', new Blob(['short']));
    expect((await fetch(post.url, { method: 'POST', body: form })).status).toBe(204);
  });
});
