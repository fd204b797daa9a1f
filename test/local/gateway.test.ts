import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { SchedulerClient, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { Gateway } from '../../local/services/gateway.ts';
import { inProcessHandler } from './sdk.ts';
import type { Caller, Service, WireRequest } from '../../local/services/service.ts';

const seen: { service: string; caller: Caller }[] = [];

function service(name: string): Service {
  return {
    name,
    handle: (_request, { caller }) => {
      seen.push({ service: name, caller });
      return { status: 200, headers: {}, body: name };
    },
  };
}

const gateway = new Gateway(['dynamodb', 'lambda', 'monitoring', 's3', 'sns', 'sqs'].map(service), {
  callerOf: (accessKeyId) => ({ principal: accessKeyId ?? 'root' }),
  authorizerFor: () => () => undefined,
  nextRequestId: () => 'r',
});

function request(parts: Partial<WireRequest>): WireRequest {
  return { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0), ...parts };
}

async function chosen(parts: Partial<WireRequest>): Promise<string> {
  return (await gateway.handle(request(parts))).body as string;
}

const signature = (scope: string): string =>
  `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0f`;

test('the signing name in the credential scope picks the service and the access key the caller', async () => {
  const headers = { authorization: signature('AKIA1/20260101/us-east-1/sqs/aws4_request') };
  expect(await chosen({ headers })).toBe('sqs');
  expect(seen.at(-1)!.caller.principal).toBe('AKIA1');
});

test('a scope without a region, as SigV4a writes it, is read from its end', async () => {
  const headers = { authorization: signature('key/with/slashes/20260101/us-east-1/sns/aws4_request') };
  expect(await chosen({ headers })).toBe('sns');
  expect(seen.at(-1)!.caller.principal).toBe('key/with/slashes');
});

test.each([
  [
    'a presigned link',
    { query: new URLSearchParams({ 'X-Amz-Credential': 'A/20260101/us-east-1/s3/aws4_request' }) },
    's3',
  ],
  ['a signature of version 2', { headers: { authorization: 'AWS AKIA1:c2ln' } }, 's3'],
  ['a target of SQS', { headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } }, 'sqs'],
  ['a target of DynamoDB Streams', { headers: { 'x-amz-target': 'DynamoDBStreams_20120810.ListStreams' } }, 'dynamodb'],
  ['a query of SQS', { query: new URLSearchParams({ Action: 'ListQueues', Version: '2012-11-05' }) }, 'sqs'],
  ['a link of SNS without a version', { query: new URLSearchParams({ Action: 'ConfirmSubscription' }) }, 'sns'],
  ['a path of Lambda', { path: '/2015-03-31/functions/f/invocations' }, 'lambda'],
  ['a path of CloudWatch', { path: '/service/GraniteServiceVersion20100801/operation/PutMetricData' }, 'monitoring'],
  ['any other path', { path: '/bucket/key' }, 's3'],
])('unsigned or not, %s goes where it belongs', async (_title, parts, name) => {
  expect(await chosen(parts as Partial<WireRequest>)).toBe(name);
});

test('an unsigned form is told by the version in its body', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = Buffer.from('Action=Publish&Version=2010-03-31&Message=m');
  expect(await chosen({ headers, body })).toBe('sns');
});

test('without a signature S3 meets a stranger, SQS the default caller', async () => {
  await chosen({ path: '/bucket/key' });
  expect(seen.at(-1)!.caller.principal).toBe('anonymous');
  await chosen({ headers: { 'x-amz-target': 'AmazonSQS.SendMessage' } });
  expect(seen.at(-1)!.caller.principal).toBe('root');
});

test('a service that is not simulated is refused by name, in the protocol of its SDK', async () => {
  const whole: Service = { name: 'any', handle: (wire) => gateway.handle(wire) };
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    requestHandler: inProcessHandler(whole),
    maxAttempts: 1,
  };
  const refused = { message: 'The service scheduler is not simulated' };
  await expect(new SchedulerClient(options).send(new ListSchedulesCommand())).rejects.toMatchObject(refused);
  await expect(new STSClient(options).send(new GetCallerIdentityCommand())).rejects.toMatchObject({
    name: 'NotSimulated',
    message: 'The service sts is not simulated',
  });
});

test('a request for no service says so', async () => {
  const answer = await gateway.handle(request({}));
  expect(answer).toMatchObject({ status: 400 });
  expect(answer.body).toContain('names no AWS service');
});
