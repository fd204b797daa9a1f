import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { receiveMessage } from '../../../local/services/sqs/actions/receive-message.ts';
import { account, bodies, call, failure, redrive } from './fixture.ts';

describe('visibility', () => {
  test('a received message is hidden until its visibility timeout ends', async () => {
    const { clock, create, send, receive } = account();
    const url = await create('q', { VisibilityTimeout: '10' });
    await send(url, 'a');
    expect(bodies(await receive(url))).toEqual(['a']);
    await clock.advance(9_999);
    expect(await receive(url)).toEqual([]);
    await clock.advance(1);
    const [again] = await receive(url);
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  test('a receive may name its own visibility timeout', async () => {
    const { clock, create, send, receive } = account();
    const url = await create('q');
    await send(url, 'a');
    await receive(url, { VisibilityTimeout: 2 });
    await clock.advance(2_000);
    expect(await receive(url)).toHaveLength(1);
  });

  test('a message received with no visibility timeout comes once per receive and stays receivable', async () => {
    const { create, send, receive } = account();
    const url = await create('q');
    await send(url, 'a');
    expect(await receive(url, { VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive(url)).toHaveLength(1);
  });

  test('changing the visibility to zero makes a message receivable at once', async () => {
    const { create, send, receive, hide } = account();
    const url = await create('q');
    await send(url, 'a');
    const [first] = await receive(url);
    await hide(url, first, 0);
    expect(await receive(url)).toHaveLength(1);
  });

  test('changing the visibility counts from the call, not from the receive', async () => {
    const { clock, create, send, receive, hide } = account();
    const url = await create('q');
    await send(url, 'a');
    const [first] = await receive(url);
    await clock.advance(20_000);
    await hide(url, first, 60);
    await clock.advance(59_999);
    expect(await receive(url)).toEqual([]);
    await clock.advance(1);
    expect(await receive(url)).toHaveLength(1);
  });

  test('a message is hidden for at most twelve hours from its receive', async () => {
    const { clock, create, send, receive, hide } = account();
    const url = await create('q');
    await send(url, 'a');
    const [first] = await receive(url);
    await clock.advance(1_000);
    const error = await failure(hide(url, first, 43_200));
    expect(error.message).toContain('Total VisibilityTimeout for the message is beyond the limit [43200 seconds]');
  });

  test('a handle hides its message again after the visibility timeout has passed', async () => {
    const { clock, create, send, receive, hide } = account();
    const url = await create('q', { VisibilityTimeout: '1' });
    await send(url, 'a');
    const [first] = await receive(url);
    await clock.advance(2_000);
    await hide(url, first, 10);
    expect(await receive(url)).toEqual([]);
    await clock.advance(10_000);
    expect(await receive(url)).toHaveLength(1);
  });

  test('an older handle still changes the visibility of a message that was received again', async () => {
    const { create, send, receive, hide } = account();
    const url = await create('q');
    await send(url, 'a');
    const [older] = await receive(url, { VisibilityTimeout: 0 });
    await receive(url);
    await hide(url, older, 0);
    expect(await receive(url)).toHaveLength(1);
  });

  test('the visibility of a deleted message cannot be changed', async () => {
    const { create, send, receive, remove, hide } = account();
    const url = await create('q');
    await send(url, 'a');
    const [first] = await receive(url);
    await remove(url, first);
    const error = await failure(hide(url, first, 10));
    expect(error).toMatchObject({ Code: 'InvalidParameterValue' });
    expect(error.message).toContain('Message does not exist or is not available for visibility timeout change.');
  });
});

describe('deletion', () => {
  test('deleting twice is no error', async () => {
    const { create, send, receive, remove } = account();
    const url = await create('q');
    await send(url, 'a');
    const [first] = await receive(url);
    await remove(url, first);
    await expect(remove(url, first)).resolves.toBeDefined();
  });

  test('an older receipt handle does not delete a message that was received again', async () => {
    const { clock, sqs, create, send, receive, remove } = account();
    const url = await create('q');
    await send(url, 'a');
    const [stale] = await receive(url);
    await clock.advance(30_000);
    await receive(url);
    await remove(url, stale);
    expect(sqs.depth(sqs.arnOf('q'))).toMatchObject({ inFlight: 1 });
  });

  test('a handle outlives its visibility timeout as long as nobody receives the message', async () => {
    const { clock, sqs, create, send, receive, remove } = account();
    const url = await create('q');
    await send(url, 'a');
    const [first] = await receive(url);
    await clock.advance(60_000);
    await remove(url, first);
    expect(sqs.depth(sqs.arnOf('q'))).toMatchObject({ visible: 0, inFlight: 0 });
  });

  test('a handle of another queue, and what is no handle at all, are refused', async () => {
    const { create, send, receive, remove } = account();
    const [one, two] = [await create('one'), await create('two')];
    await send(one, 'a');
    const [message] = await receive(one);
    expect(await failure(remove(two, message))).toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      message: `The receipt handle "${message!.ReceiptHandle}" is not valid for this queue.`,
    });
    expect(await failure(remove(one, { ReceiptHandle: 'nonsense' }))).toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      message: 'The input receipt handle "nonsense" is not a valid receipt handle.',
    });
  });
});

describe('delay', () => {
  test("a message takes the queue's delay unless it has one of its own", async () => {
    const { clock, create, send, receive, attributes } = account();
    const url = await create('q', { DelaySeconds: '5' });
    await send(url, 'queue');
    await send(url, 'own', { DelaySeconds: 0 });
    expect(await attributes(url)).toMatchObject({ ApproximateNumberOfMessagesDelayed: '1' });
    expect(bodies(await receive(url))).toEqual(['own']);
    await clock.advance(5_000);
    expect(bodies(await receive(url))).toEqual(['queue']);
  });

  test('a new delay of a standard queue leaves messages alone that are in it', async () => {
    const { clock, create, send, receive, set } = account();
    const url = await create('q', { DelaySeconds: '5' });
    await send(url, 'a');
    await set(url, { DelaySeconds: '900' });
    await clock.advance(5_000);
    expect(await receive(url)).toHaveLength(1);
  });
});

describe('long polling', () => {
  test('a waiting receive is answered the moment a message arrives', async () => {
    const { clock, create, send, receive } = account();
    const url = await create('q');
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await clock.advance(7_000);
    await send(url, 'a');
    expect(bodies(await waiting)).toEqual(['a']);
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1) + 7_000);
  });

  test('a waiting receive ends empty when its time is up', async () => {
    const { clock, create, receive } = account();
    const url = await create('q', { ReceiveMessageWaitTimeSeconds: '3' });
    const waiting = receive(url);
    let ended = false;
    void waiting.then(() => (ended = true));
    await clock.advance(2_999);
    expect(ended).toBe(false);
    await clock.advance(1);
    expect(await waiting).toEqual([]);
  });

  test('a waiting receive gets a message whose visibility timeout ends', async () => {
    const { clock, create, send, receive } = account();
    const url = await create('q', { VisibilityTimeout: '4' });
    await send(url, 'a');
    await receive(url);
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await clock.advance(4_000);
    expect(bodies(await waiting)).toEqual(['a']);
  });

  test('who waits longest is served first', async () => {
    const { clock, create, send, receive } = account();
    const url = await create('q');
    const [one, two] = [receive(url, { WaitTimeSeconds: 20 }), receive(url, { WaitTimeSeconds: 20 })];
    await clock.advance(1_000);
    await send(url, 'first');
    await send(url, 'second');
    expect([bodies(await one), bodies(await two)]).toEqual([['first'], ['second']]);
  });

  test('who hangs up while waiting gets nothing, and the message goes to the next', async () => {
    const { sqs, create, send, receive } = account();
    const QueueUrl = await create('q');
    let hangUp = (): void => {};
    const gone = { ...call, onHangUp: (listener: () => void) => (hangUp = listener) };
    const waiting = receiveMessage(sqs, { QueueUrl, WaitTimeSeconds: 20 }, gone);
    hangUp();
    expect(await waiting).toEqual({});
    await send(QueueUrl, 'a');
    expect(bodies(await receive(QueueUrl))).toEqual(['a']);
  });
});

describe('retention', () => {
  test('a message expires at the end of the retention period, even in flight', async () => {
    const { clock, sqs, journal, create, send, receive } = account();
    const url = await create('q', { MessageRetentionPeriod: '60', VisibilityTimeout: '600' });
    await send(url, 'a');
    await receive(url);
    await clock.advance(60_000);
    expect(sqs.depth(sqs.arnOf('q'))).toMatchObject({ visible: 0, inFlight: 0, counters: { expired: 1 } });
    expect(journal.at(-1)).toMatchObject({ event: 'expired', body: 'a' });
  });

  test('a shorter retention period expires messages that are older', async () => {
    const { clock, create, send, receive, set } = account();
    const url = await create('q');
    await send(url, 'old');
    await clock.advance(100_000);
    await send(url, 'new');
    await set(url, { MessageRetentionPeriod: '60' });
    expect(bodies(await receive(url))).toEqual(['new']);
  });

  test("a standard queue's message expires in the dead-letter queue as if sent there, though its age counts from the move", async () => {
    const { clock, sqs, create, send, receive } = account();
    const dead = await create('dead', { MessageRetentionPeriod: '120' });
    const url = await create('q', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead'), 1) });
    await send(url, 'a');
    await receive(url);
    await clock.advance(100_000);
    expect(await receive(url)).toEqual([]);
    await clock.advance(19_000);
    expect(sqs.depth(sqs.arnOf('dead'))).toMatchObject({ visible: 1, oldestAgeSeconds: 19 });
    await clock.advance(1_000);
    expect(await receive(dead)).toEqual([]);
  });
});

test('purging removes every message in any state, once per minute', async () => {
  const { clock, client, sqs, create, send, receive } = account();
  const QueueUrl = await create('q');
  await send(QueueUrl, 'in flight');
  await receive(QueueUrl);
  await send(QueueUrl, 'visible');
  await send(QueueUrl, 'delayed', { DelaySeconds: 900 });
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  expect(sqs.depth(sqs.arnOf('q'))).toMatchObject({ visible: 0, inFlight: 0, delayed: 0, counters: { purged: 3 } });
  expect(await failure(client.send(new PurgeQueueCommand({ QueueUrl })))).toMatchObject({
    name: 'PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on q is allowed every 60 seconds.',
  });
  await clock.advance(60_000);
  await expect(client.send(new PurgeQueueCommand({ QueueUrl }))).resolves.toBeDefined();
});

test('a short poll is told when 120,000 messages are in flight, a long poll gets nothing', async () => {
  const { clock, sqs, create, send, receive } = account();
  const url = await create('q', { VisibilityTimeout: '43200' });
  const arn = sqs.arnOf('q');
  for (let i = 0; i < 120_000; i++) sqs.send(arn, { MessageBody: 'x' }, call);
  expect(sqs.receive(arn, { most: 200_000 }, call)).toHaveLength(120_000);
  await send(url, 'one too many');
  expect(await failure(receive(url))).toMatchObject({ name: 'OverLimit' });
  const waiting = receive(url, { WaitTimeSeconds: 1 });
  await clock.advance(1_000);
  expect(await waiting).toEqual([]);
});
