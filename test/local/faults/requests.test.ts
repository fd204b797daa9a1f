import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { inProcessHandler } from '../sdk.ts';
import { Scene } from './scene.ts';
import type { WireRequest } from '../../../local/services/service.ts';

const send = (client: SQSClient, scene: Scene, body = 'one') =>
  client.send(new SendMessageCommand({ QueueUrl: scene.queueUrl, MessageBody: body }));

const raw = (scene: Scene, accessKeyId: string, body = 'one') =>
  scene.gateway.handle({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'x-amz-target': 'AmazonSQS.SendMessage',
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/sqs/aws4_request, Signature=0`,
    },
    body: Buffer.from(JSON.stringify({ QueueUrl: scene.queueUrl, MessageBody: body })),
  });

test('a throttled request is refused in the words of its service and not applied', async () => {
  const scene = new Scene([{ action: 'sqs:SendMessage', effect: 'throttle' }]);
  await expect(send(scene.client(), scene)).rejects.toMatchObject({ name: 'RequestThrottled' });
  expect(scene.bodies).toEqual([]);
});

test('DynamoDB says that throughput was exceeded', async () => {
  const scene = new Scene([{ service: 'dynamodb', effect: 'throttle' }]);
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: inProcessHandler({
      name: 'gateway',
      handle: (request: WireRequest) => scene.gateway.handle(request),
    }),
    maxAttempts: 1,
  });
  await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
  });
});

test('an action of one message strikes batches of it too', async () => {
  const scene = new Scene([{ action: 'sqs:SendMessage', effect: 'throttle' }]);
  const batch = new SendMessageBatchCommand({
    QueueUrl: scene.queueUrl,
    Entries: [{ Id: '1', MessageBody: 'one' }],
  });
  await expect(scene.client().send(batch)).rejects.toMatchObject({ name: 'RequestThrottled' });
});

test('a request whose reply is lost was applied', async () => {
  const scene = new Scene([{ effect: 'loseReply' }]);
  expect(await raw(scene, 'developer')).toMatchObject({ dropped: true });
  expect(scene.bodies).toEqual(['one']);
});

test('a duplicated request is applied twice and answered once', async () => {
  const scene = new Scene([{ effect: 'duplicate' }]);
  await send(scene.client(), scene);
  expect(scene.bodies).toEqual(['one', 'one']);
});

test('a delayed request is applied once its time is over', async () => {
  const scene = new Scene([{ effect: 'delay', delayMilliseconds: 700 }]);
  const sent = send(scene.client(), scene);
  await scene.clock.advance(699);
  expect(scene.bodies).toEqual([]);
  await scene.clock.advance(1);
  await sent;
  expect(scene.bodies).toEqual(['one']);
});

test('a reordered request lets a later one of its kind pass', async () => {
  const scene = new Scene([{ effect: 'reorder', count: 1 }]);
  const first = send(scene.client(), scene, 'first');
  await scene.clock.advance(0);
  await send(scene.client(), scene, 'second');
  await first;
  expect(scene.bodies).toEqual(['second', 'first']);
});

test('a reordered request that none follows goes on after a second', async () => {
  const scene = new Scene([{ effect: 'reorder', count: 1 }]);
  const only = send(scene.client(), scene, 'only');
  await scene.clock.advance(1000);
  await only;
  expect(scene.bodies).toEqual(['only']);
});

test('a crash kills the caller before its request is applied', async () => {
  const scene = new Scene([{ effect: 'crash', function: 'operations-relay' }]);
  expect(await raw(scene, 'of-relay')).toMatchObject({ dropped: true });
  expect(scene.killed).toEqual(['Relay1A2B']);
  expect(scene.bodies).toEqual([]);
});

test('a crash after the request leaves it applied', async () => {
  const scene = new Scene([{ effect: 'crash', after: true }]);
  await raw(scene, 'of-relay');
  expect(scene.killed).toEqual(['Relay1A2B']);
  expect(scene.bodies).toEqual(['one']);
});

test('callers that are no function cannot crash', async () => {
  const scene = new Scene([{ effect: 'crash' }]);
  expect(await raw(scene, 'developer')).toMatchObject({ status: 200 });
  expect(scene.injected).toEqual([]);
});

test('a rule strikes only the function it names, by either of its names', async () => {
  for (const name of ['operations-relay', 'Relay1A2B']) {
    const scene = new Scene([{ effect: 'throttle', function: name }]);
    expect(await raw(scene, 'developer')).toMatchObject({ status: 200 });
    expect(await raw(scene, 'of-relay')).toMatchObject({ status: 403 });
  }
});

test('a rule strikes only requests that hold its text', async () => {
  const scene = new Scene([{ effect: 'throttle', match: 'order-7' }]);
  expect(await raw(scene, 'developer', 'order-6')).toMatchObject({ status: 200 });
  expect(await raw(scene, 'developer', 'order-7')).toMatchObject({ status: 403 });
});

test('a rule is spent after its count, and the rules tell how often each struck', async () => {
  const scene = new Scene([{ effect: 'throttle', count: 2 }]);
  const statuses = [];
  for (let each = 0; each < 4; each += 1) statuses.push((await raw(scene, 'developer')).status);
  expect(statuses).toEqual([403, 403, 200, 200]);
  expect(scene.faults.rules).toEqual([{ effect: 'throttle', count: 2, struck: 2 }]);
});

test('equal seeds strike the same requests, and about the share that was asked for', async () => {
  const pattern = async (seed: number): Promise<string> => {
    const scene = new Scene([{ effect: 'throttle', share: 0.3, seed }]);
    let struck = '';
    for (let each = 0; each < 200; each += 1) struck += (await raw(scene, 'developer')).status === 403 ? 'x' : '.';
    return struck;
  };
  const once = await pattern(7);
  expect(await pattern(7)).toBe(once);
  expect(await pattern(8)).not.toBe(once);
  expect(once.replaceAll('.', '').length).toBeGreaterThan(40);
  expect(once.replaceAll('.', '').length).toBeLessThan(80);
});

test('every injected fault is in the journal with effect, action and function', async () => {
  const scene = new Scene([{ effect: 'crash', after: true }]);
  await raw(scene, 'of-relay');
  expect(scene.injected).toEqual([
    {
      service: 'faults',
      event: 'injected',
      resource: 'Relay1A2B',
      effect: 'crash',
      action: 'sqs:SendMessage',
      after: true,
    },
  ]);
});
