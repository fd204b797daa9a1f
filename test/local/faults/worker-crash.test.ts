import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RealClock } from '../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { faultsAroundGateway } from '../../../local/faults/around-gateway.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { Gateway } from '../../../local/services/gateway.ts';
import { listen, type HttpServer } from '../../../local/services/http-server.ts';
import { addFunction } from '../../../local/services/lambda/function-settings.ts';
import { WorkerHost } from '../../../local/services/lambda/worker-host/worker-host.ts';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';
import { call } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { WireRequest, WireResponse } from '../../../local/services/service.ts';

/** Sends one message by hand, so that no SDK tries again, and tells which thread it lives in. */
const handler = `
const { threadId } = require('node:worker_threads');
exports.handler = async ({ queueUrl, body }) => {
  const scope = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/sqs/aws4_request';
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'x-amz-target': 'AmazonSQS.SendMessage',
      'content-type': 'application/x-amz-json-1.0',
      authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ QueueUrl: queueUrl, MessageBody: body }),
  }).catch((error) => ({ status: error.cause.code }));
  return { status: answer.status, threadId };
};`;

let folder: string;
let clock: RealClock;
let server: HttpServer;
let host: WorkerHost;
let cloud: Cloud;
let faults: Faults;
let queueUrl: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-faults-'));
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code', 'index.js'), handler);
  clock = new RealClock();
  let answer: (request: WireRequest) => Promise<WireResponse>;
  server = await listen(0, (request) => answer(request));
  const endpoint = `http://127.0.0.1:${server.port}`;
  const journal = (): void => undefined;
  const place = { accountId: '123456789012', region: 'us-east-1', endpoint };
  faults = new Faults({ clock, journal, seed: 1, nameOf: (name) => name });
  host = new WorkerHost({
    clock,
    region: 'us-east-1',
    endpoint,
    workFolder: join(folder, 'work'),
    credentials: (role, environment) => cloud.iam.credentialsFor(role, environment),
  });
  cloud = createCloud({ clock, random: seededRandom(1), journal, ...place }, { environments: host.environments });
  const gateway = new Gateway([new SqsService(cloud.sqs)], {
    callerOf: (key) => cloud.iam.callerFor(key),
    authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
    nextRequestId: () => 'r',
    around: faultsAroundGateway(faults, clock, (key) => host.environmentOf(key)),
  });
  answer = (request) => gateway.handle(request);
  queueUrl = createQueue(cloud.sqs, { QueueName: 'orders' }, call).QueueUrl!;
  const role = cloud.iam.createRole('sender').arn;
  cloud.iam.attach('sender', { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } });
  const settings = { codePath: join(folder, 'code'), handler: 'index.handler', runtime: 'nodejs24.x', role };
  addFunction(cloud.lambda, { functionName: 'sender', ...settings, timeoutSeconds: 20 }, {});
});

afterEach(async () => {
  cloud.cloudwatch.stop();
  cloud.lambda.stop();
  host.stop();
  await server.close();
  clock.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (body: string) => cloud.lambda.run(cloud.lambda.resolve('sender'), { queueUrl, body }, { source: 'test' });
const sent = (): number => cloud.sqs.queues()[0]!.visible;

test('a crash takes down the thread that calls before its message is sent; the next invocation gets a fresh one', async () => {
  faults.set([{ action: 'sqs:SendMessage', effect: 'crash', function: 'sender', count: 1 }]);
  const crashed = await run('one');
  expect(crashed).toMatchObject({ outcome: 'crash', functionError: 'Unhandled' });
  expect(sent()).toBe(0);
  expect(JSON.parse((await run('two')).payload)).toMatchObject({ status: 200 });
  expect(sent()).toBe(1);
});

test('a crash after the message was sent leaves it sent', async () => {
  faults.set([{ action: 'sqs:SendMessage', effect: 'crash', after: true, count: 1 }]);
  expect(await run('one')).toMatchObject({ outcome: 'crash' });
  expect(sent()).toBe(1);
});

test('a lost reply reaches the function as a cut connection', async () => {
  faults.set([{ action: 'sqs:SendMessage', effect: 'loseReply', count: 1 }]);
  expect(JSON.parse((await run('one')).payload)).toMatchObject({ status: 'UND_ERR_SOCKET' });
  expect(sent()).toBe(1);
});
