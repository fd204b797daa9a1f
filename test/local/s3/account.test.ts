import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type NotificationConfiguration,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAccount } from './account.ts';
import { BlockedByCors, fromPage } from './browser.ts';
import { failure } from './fixture.ts';
import type { Template } from '../../../local/template/template.ts';

let account: Awaited<ReturnType<typeof startAccount>>;
let client: S3Client;

beforeEach(async () => {
  account = await startAccount();
  client = new S3Client({
    region: 'us-east-1',
    endpoint: account.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
});

afterEach(async () => {
  client.destroy();
  await account.stop();
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

async function submit({ url, fields }: PresignedPost): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['short']));
  return fetch(url, { method: 'POST', body: form });
}

const deploy = (policy: object = queuePolicy) => account.deploy(template(policy));

describe('in an account', () => {
  test('a new object reaches the queue that its bucket notifies', async () => {
    const stack = await deploy();
    await client.send(new PutObjectCommand({ Bucket: 'videos', Key: 'a b.mp4', Body: 'film' }));
    const { outputs } = stack;
    const keys = () =>
      account.cloud.sqs.browse(outputs['QueueArn']!).map(({ body }) => /"key":"([^"]*)"/.exec(body)?.[1]);
    await expect.poll(keys).toEqual([undefined, 'a+b.mp4']);
  });

  test('what a bucket tells a queue is part of the trace of the request behind it', async () => {
    const { outputs } = await deploy();
    const traced = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'videos', Key: 'a' }));
    await fetch(url, { method: 'PUT', body: 'film', headers: { 'x-amzn-trace-id': traced } });
    const { sqs } = account.cloud;
    const traces = () => sqs.browse(outputs['QueueArn']!).map(({ traceHeader }) => traceHeader);
    await expect.poll(traces).toEqual([undefined, traced]);
  });

  test('a queue whose policy does not let the bucket send fails the deployment', async () => {
    const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::other' } };
    const [statement] = queuePolicy.Properties.PolicyDocument.Statement;
    const PolicyDocument = { Statement: [{ ...statement, Condition }] };
    const policy = { ...queuePolicy, Properties: { ...queuePolicy.Properties, PolicyDocument } };
    await expect(deploy(policy)).rejects.toThrow('Unable to validate the following destination configurations');
  });

  test('a bucket notifies only what is there and lets it', async () => {
    await client.send(new CreateBucketCommand({ Bucket: 'media' }));
    const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`;
    const Events = ['s3:ObjectCreated:*' as const];
    const put = (NotificationConfiguration: NotificationConfiguration) =>
      failure(
        client.send(new PutBucketNotificationConfigurationCommand({ Bucket: 'media', NotificationConfiguration })),
      );
    const [QueueArn, TopicArn, LambdaFunctionArn] = [
      arn('sqs', 'none'),
      arn('sns', 'none'),
      arn('lambda', 'function:none'),
    ];
    expect(
      await put({
        QueueConfigurations: [{ QueueArn, Events }],
        TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectRemoved:*'] }],
      }),
    ).toMatchObject({
      ArgumentName1: TopicArn,
      ArgumentValue1: 'The destination topic does not exist',
      ArgumentName2: QueueArn,
      ArgumentValue2: 'The destination queue does not exist',
    });
    expect(await put({ LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events }] })).toMatchObject({
      ArgumentName1: `${LambdaFunctionArn}, null`,
      ArgumentValue1: `Not authorized to invoke function [${LambdaFunctionArn}]`,
    });
  });

  test('a policy may ask for tags of the object and headers of the request', async () => {
    const Bucket = 'media';
    await client.send(new CreateBucketCommand({ Bucket }));
    const PublicAccessBlockConfiguration = { BlockPublicPolicy: false, RestrictPublicBuckets: false };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const all = { Principal: '*', Resource: `arn:aws:s3:::${Bucket}/*` };
    const Statement = [
      {
        ...all,
        Effect: 'Allow',
        Action: 's3:GetObject',
        Condition: { StringEquals: { 's3:ExistingObjectTag/open': 'yes' } },
      },
      {
        ...all,
        Effect: 'Deny',
        Action: 's3:PutObject',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
      },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const put = (Key: string, more: Partial<PutObjectCommandInput>) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
    expect(await failure(put('a', {}))).toMatchObject({ name: 'AccessDenied' });
    await put('open', { ServerSideEncryption: 'AES256', Tagging: 'open=yes' });
    await put('shut', { ServerSideEncryption: 'AES256' });
    const seen = async (key: string) => (await fetch(`${account.url}/${Bucket}/${key}`)).status;
    expect([await seen('open'), await seen('shut')]).toEqual([200, 403]);
  });

  test.each([
    ['a header', 's3:x-amz-acl', 'x-amz-acl'],
    ['a tag', 's3:RequestObjectTag/open', 'tagging'],
  ])('a policy that refuses %s refuses the field of a form that says it', async (_what, key, field) => {
    const Bucket = 'media';
    await client.send(new CreateBucketCommand({ Bucket }));
    const Condition = { StringEquals: { [key]: 'bucket-owner-read' } };
    const refused = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...refused, Condition }] });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const post = async (value: string) => {
      const tag = `<Tagging><TagSet><Tag><Key>open</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
      const Fields = { [field]: field === 'tagging' ? tag : value };
      return (await submit(await createPresignedPost(client, { Bucket, Key: 'a', Fields }))).status;
    };
    expect([await post('bucket-owner-read'), await post('private')]).toEqual([403, 204]);
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
    expect((await submit(post)).status).toBe(204);
  });

  test('a page puts an object by a presigned URL, asking first, and reads what the rules expose', async () => {
    const page = 'https://shop.example.com';
    const rule = {
      AllowedOrigins: ['https://*.example.com'],
      AllowedMethods: ['PUT'],
      AllowedHeaders: ['content-type', 'x-amz-meta-*'],
      ExposedHeaders: ['ETag'],
      MaxAge: 600,
    };
    const Properties = { BucketName: 'pages', CorsConfiguration: { CorsRules: [rule] } };
    await account.deploy({ Resources: { Pages: { Type: 'AWS::S3::Bucket', Properties } } });
    const command = new PutObjectCommand({
      Bucket: 'pages',
      Key: 'a',
      ContentType: 'video/mp4',
      Metadata: { by: 'ada' },
    });
    const signed = { signableHeaders: new Set(['content-type']), unhoistableHeaders: new Set(['x-amz-meta-by']) };
    const url = await getSignedUrl(client, command, signed);
    const headers = { 'content-type': 'video/mp4', 'x-amz-meta-by': 'ada' };
    const answer = await fromPage(page, url, { method: 'PUT', headers, body: new Blob(['film']) });
    expect([answer.status, answer.headers.get('access-control-expose-headers')]).toEqual([200, 'ETag']);
    const loose = { ...headers, 'x-forbidden': '1' };
    const blocked = fromPage(page, url, { method: 'PUT', headers: loose, body: new Blob(['film']) });
    await expect(blocked).rejects.toThrow(BlockedByCors);
  });
});
