import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../../../local/clock/random.ts';
import { temporaryFolder } from './scene.ts';

const rounds = 5;
const senders = 8;
const child = fileURLToPath(new URL('./child.ts', import.meta.url));
const random = seededRandom(5);

let folder: ReturnType<typeof temporaryFolder>;
let running: ChildProcess | undefined;
let port = 0;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  running?.kill('SIGKILL');
  folder.remove();
});

async function start(): Promise<void> {
  running = spawn(process.execPath, [child, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  port = await new Promise<number>((resolve, reject) => {
    running!.stdout!.once('data', (text: Buffer) => resolve(Number(text.toString())));
    running!.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function kill(): Promise<void> {
  const gone = new Promise((resolve) => running!.once('exit', resolve));
  running!.kill('SIGKILL');
  await gone;
}

/** Undefined where no answer came. */
async function ask(target: string, input: object): Promise<Record<string, unknown> | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify(input),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(JSON.stringify(body));
    return body;
  } catch (error) {
    // A socket that broke: the process was killed.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const sqs = (action: string, input: object) => ask(`AmazonSQS.${action}`, input);
const dynamodb = (action: string, input: object) => ask(`DynamoDB_20120810.${action}`, input);
const QueueUrl = 'http://127.0.0.1/000000000000/orders';

/** What was asked for, and what was answered. */
const books = {
  sent: new Set<string>(),
  attempted: new Set<string>(),
  deleted: new Set<string>(),
  deletionsAttempted: new Set<string>(),
  counted: 0,
  countsAttempted: 0,
};

type Message = { Body: string; ReceiptHandle: string };

async function receive(): Promise<Message[] | undefined> {
  const answer = await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 60 });
  return answer && ((answer['Messages'] ?? []) as Message[]);
}

async function load(round: number, sender: number): Promise<void> {
  for (let step = 0; ; step += 1) {
    const body = `${round}/${sender}/${step}`;
    books.attempted.add(body);
    if ((await sqs('SendMessage', { QueueUrl, MessageBody: body })) === undefined) return;
    books.sent.add(body);
    books.countsAttempted += 1;
    const counted = await dynamodb('UpdateItem', {
      TableName: 'counts',
      Key: { id: { S: 'all' } },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    if (counted === undefined) return;
    books.counted += 1;
    if (step % 3 > 0) continue;
    const messages = await receive();
    if (messages === undefined) return;
    for (const { Body, ReceiptHandle } of messages.slice(0, 2)) {
      books.deletionsAttempted.add(Body);
      if ((await sqs('DeleteMessage', { QueueUrl, ReceiptHandle })) === undefined) return;
      books.deleted.add(Body);
    }
  }
}

test('T05: what was answered survives being killed under load, once and only once', { timeout: 60_000 }, async () => {
  await start();
  await sqs('CreateQueue', { QueueName: 'orders' });
  await dynamodb('CreateTable', {
    TableName: 'counts',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  for (let round = 0; round < rounds; round += 1) {
    const loads = Array.from({ length: senders }, (_, sender) => load(round, sender));
    const enough = books.sent.size + 25;
    await pause(150 + random.below(300));
    while (books.sent.size < enough) await pause(5);
    await kill();
    await Promise.all(loads);
    await start();
  }
  await fetch(`http://127.0.0.1:${port}/clock`, { method: 'POST', body: '{"advanceSeconds":61}' });
  const left: string[] = [];
  for (let messages = await receive(); messages!.length > 0; messages = await receive()) {
    for (const { Body, ReceiptHandle } of messages!) {
      left.push(Body);
      await sqs('DeleteMessage', { QueueUrl, ReceiptHandle });
    }
  }
  const there = new Set(left);
  expect(books.sent.size).toBeGreaterThan(100);
  expect(left).toHaveLength(there.size);
  expect([...books.sent].filter((body) => !there.has(body) && !books.deletionsAttempted.has(body))).toEqual([]);
  expect([...books.deleted].filter((body) => there.has(body))).toEqual([]);
  expect(left.filter((body) => !books.attempted.has(body))).toEqual([]);
  const answer = await dynamodb('GetItem', { TableName: 'counts', Key: { id: { S: 'all' } } });
  const count = Number((answer!['Item'] as { n: { N: string } }).n.N);
  expect(count).toBeGreaterThanOrEqual(books.counted);
  expect(count).toBeLessThanOrEqual(books.countsAttempted);
});
