import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RealClock } from '../../../../local/clock/real-clock.ts';
import { seededRandom } from '../../../../local/clock/random.ts';
import { addFunction } from '../../../../local/services/lambda/function-settings.ts';
import { Lambda } from '../../../../local/services/lambda/lambda.ts';
import { WorkerHost } from '../../../../local/services/lambda/worker-host/worker-host.ts';
import type { WireRequest, WireResponse } from '../../../../local/services/service.ts';

/** Nothing listens there: whatever goes over a socket fails. */
const endpoint = 'http://127.0.0.1:1';
const repository = join(import.meta.dirname, '../../../..');

let folder: string;
let clock: RealClock;
let host: WorkerHost;
let lambda: Lambda;
let requests: WireRequest[];
let answer: (request: WireRequest) => Promise<WireResponse>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-port-'));
  clock = new RealClock();
  requests = [];
  answer = async () => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' });
  host = new WorkerHost({
    clock,
    region: 'us-east-1',
    endpoint,
    answer: (request) => {
      requests.push(request);
      return answer(request);
    },
    workFolder: join(folder, 'work'),
    credentials: () => ({ accessKeyId: 'AKIDOFTESTS', secretAccessKey: 'secret', sessionToken: 'token' }),
  });
  const place = { accountId: '123456789012', region: 'us-east-1', endpoint, journal: () => undefined };
  lambda = new Lambda({ clock, random: seededRandom(1), ...place }, { environments: host.environments });
});

afterEach(() => {
  lambda.stop();
  host.stop();
  clock.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a function answers whose handler is `body`, with a queue client and Node's http at hand. */
async function run(body: string, event: unknown = {}): Promise<unknown> {
  const codePath = join(folder, 'code');
  mkdirSync(codePath, { recursive: true });
  writeFileSync(
    join(codePath, 'index.js'),
    `const { createRequire } = require('node:module');
     const { SQSClient, SendMessageCommand } = createRequire(${JSON.stringify(`${repository}/`)})('@aws-sdk/client-sqs');
     const http = require('node:http');
     exports.handler = async (event) => { ${body} };`,
  );
  addFunction(lambda, { functionName: 'f', codePath, handler: 'index.handler', runtime: 'nodejs24.x', role: 'r' });
  const { payload } = await lambda.run(lambda.resolve('f'), event, { source: 'test' });
  return JSON.parse(payload);
}

const send = `return await new SQSClient({ maxAttempts: 1, md5: false, ...event.client })
  .send(new SendMessageCommand({ QueueUrl: '${endpoint}/q', MessageBody: 'tea ☕' }))`;

test('an SDK call is answered without a socket', async () => {
  answer = async () => ({ status: 200, headers: {}, body: '{"MessageId":"m"}' });
  expect(await run(send)).toMatchObject({ MessageId: 'm', $metadata: { httpStatusCode: 200 } });
});

test('a call arrives as over HTTP: signed, header names in lower case, body in bytes', async () => {
  await run(send);
  const [{ method, path, headers, body } = expect.fail()] = requests;
  expect({ method, path, target: headers['x-amz-target'] }).toEqual({
    method: 'POST',
    path: '/',
    target: 'AmazonSQS.SendMessage',
  });
  expect(headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDOFTESTS\/\d{8}\/us-east-1\/sqs\/aws4_request/,
  );
  expect(JSON.parse(body.toString('utf8'))).toMatchObject({ MessageBody: 'tea ☕' });
});

test("a service's error reaches the SDK as its error", async () => {
  answer = async () => ({
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}',
  });
  expect(await run(send)).toMatchObject({ errorType: 'QueueDoesNotExist' });
});

test('a connection that is cut looks cut', async () => {
  answer = async () => ({ status: 500, headers: {}, body: '', dropped: true });
  expect(await run(`try { ${send} } catch (error) { return error.code; }`)).toBe('ECONNRESET');
});

test('a call that takes too long is given up on', async () => {
  answer = () => new Promise(() => undefined);
  const client = { requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true } };
  expect(await run(`try { ${send} } catch (error) { return error.name; }`, { client })).toBe('TimeoutError');
});

test('calls under way at the same time get their own answers', async () => {
  answer = async ({ body }) => {
    const { MessageBody } = JSON.parse(body.toString('utf8')) as { MessageBody: string };
    await new Promise((resolve) => setTimeout(resolve, MessageBody === 'slow' ? 30 : 0));
    return { status: 200, headers: {}, body: JSON.stringify({ MessageId: MessageBody }) };
  };
  const answers = await run(`
    const client = new SQSClient({ md5: false });
    return Promise.all(['slow', 'quick'].map(async (MessageBody) =>
      (await client.send(new SendMessageCommand({ QueueUrl: '${endpoint}/q', MessageBody }))).MessageId));`);
  expect(answers).toEqual(['slow', 'quick']);
});

test('what is no call to AWS stays on the wire', async () => {
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/charges`;
    const get =
      'return new Promise((resolve) => http.get(event.url, (response) => response.on("data", (bytes) => resolve(String(bytes)))))';
    expect([await run(get, { url }), requests]).toEqual(['GET /charges', []]);
  } finally {
    server.close();
  }
});
