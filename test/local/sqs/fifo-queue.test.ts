import { DeleteMessageBatchCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { account, bodies, failure, redrive } from './fixture.ts';

const MINUTES = 60_000;

describe('message groups', () => {
  test('a receive takes as many as it can of one group, in order, before the next group', async () => {
    const { create, sendFifo, receive } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'B1', 'A2', 'B2', 'A3']) await sendFifo(url, body);
    expect(bodies(await receive(url, { MaxNumberOfMessages: 4 }))).toEqual(['A1', 'A2', 'A3', 'B1']);
  });

  test('a group is locked until all that a receive took of it has settled', async () => {
    const { create, sendFifo, receive, remove } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'A2', 'A3', 'B1']) await sendFifo(url, body);
    const [a1, a2] = await receive(url, { MaxNumberOfMessages: 2 });
    expect(bodies(await receive(url))).toEqual(['B1']);
    await remove(url, a1);
    expect(await receive(url)).toEqual([]);
    await remove(url, a2);
    expect(bodies(await receive(url))).toEqual(['A3']);
  });

  test('messages that come back keep their place before those sent later', async () => {
    const { clock, create, sendFifo, receive, remove } = account();
    const url = await create('q.fifo', { VisibilityTimeout: '10' });
    for (const body of ['A1', 'A2', 'A3']) await sendFifo(url, body);
    const [, a2] = await receive(url, { MaxNumberOfMessages: 2 });
    await remove(url, a2);
    await clock.advance(10_000);
    expect(bodies(await receive(url))).toEqual(['A1', 'A3']);
  });

  test('returning one message early does not let it overtake its group', async () => {
    const { create, sendFifo, receive, hide, remove } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'A2']) await sendFifo(url, body);
    const [a1, a2] = await receive(url);
    await hide(url, a2, 0);
    expect(await receive(url)).toEqual([]);
    await remove(url, a1);
    expect(bodies(await receive(url))).toEqual(['A2']);
  });

  test('what comes back is received again while later messages of its group are in flight', async () => {
    const { create, sendFifo, receive, hide } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'A2', 'B1']) await sendFifo(url, body);
    const [a1] = await receive(url, { MaxNumberOfMessages: 2 });
    await hide(url, a1, 0);
    expect(bodies(await receive(url))).toEqual(['B1', 'A1']);
  });

  test.each([
    [0, []],
    [1, ['A1']],
    [2, ['A1', 'A2']],
  ])('a message that stays hidden, number %i of its group, holds back itself and those after it', async (at, left) => {
    const { clock, create, sendFifo, receive, hide } = account();
    const url = await create('q.fifo', { VisibilityTimeout: '1' });
    for (const body of ['A1', 'A2', 'A3']) await sendFifo(url, body);
    await hide(url, (await receive(url))[at], 4);
    await clock.advance(2_500);
    expect(bodies(await receive(url))).toEqual(left);
  });

  test('a waiting receive gets the rest of a group when the group is freed', async () => {
    const { clock, client, create, sendFifo, receive } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'A2']) await sendFifo(url, body);
    const [a1] = await receive(url, { MaxNumberOfMessages: 1 });
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await clock.advance(1_000);
    const Entries = [{ Id: '1', ReceiptHandle: a1!.ReceiptHandle! }];
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(bodies(await waiting)).toEqual(['A2']);
  });

  test('a group whose first message is dead-lettered goes on with the next in the same receive', async () => {
    const { clock, sqs, create, sendFifo, receive } = account();
    const dead = await create('dead.fifo');
    const url = await create('q.fifo', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead.fifo'), 1) });
    for (const body of ['A1', 'A2']) await sendFifo(url, body);
    await receive(url, { MaxNumberOfMessages: 1 });
    await clock.advance(1_000);
    expect(bodies(await receive(url))).toEqual(['A2']);
    expect(bodies(await receive(dead))).toEqual(['A1']);
  });

  test('a new delay of a FIFO queue also holds for messages that are in it', async () => {
    const { clock, create, sendFifo, receive, set } = account();
    const url = await create('q.fifo', { DelaySeconds: '60' });
    await sendFifo(url, 'A1');
    await set(url, { DelaySeconds: '10' });
    await clock.advance(10_000);
    expect(bodies(await receive(url))).toEqual(['A1']);
  });

  test("a FIFO queue's message starts a new age in the dead-letter queue", async () => {
    const { clock, sqs, create, sendFifo, receive } = account();
    await create('dead.fifo');
    const url = await create('q.fifo', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead.fifo'), 1) });
    await sendFifo(url, 'A1');
    await receive(url);
    await clock.advance(100_000);
    await receive(url);
    await clock.advance(5_000);
    expect(sqs.depth(sqs.arnOf('dead.fifo'))).toMatchObject({ visible: 1, oldestAgeSeconds: 5 });
  });
});

describe('deduplication', () => {
  const twice = { MessageGroupId: 'A', MessageDeduplicationId: 'same' };

  test('a duplicate within five minutes is accepted, answered alike and not delivered', async () => {
    const { clock, journal, create, send, receive, remove } = account();
    const url = await create('q.fifo');
    const first = await send(url, 'one', twice);
    const [message] = await receive(url);
    await remove(url, message);
    await clock.advance(5 * MINUTES - 1);
    const second = await send(url, 'two', twice);
    expect(second).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(await receive(url)).toEqual([]);
    expect(journal.at(-1)).toMatchObject({ event: 'duplicate-dropped', messageId: first.MessageId });
    await clock.advance(1);
    await send(url, 'three', twice);
    expect(bodies(await receive(url))).toEqual(['three']);
  });

  test('a purge forgets the ids too', async () => {
    const { client, create, send, receive } = account();
    const QueueUrl = await create('q.fifo');
    await send(QueueUrl, 'one', twice);
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    await send(QueueUrl, 'two', twice);
    expect(bodies(await receive(QueueUrl))).toEqual(['two']);
  });

  test('ids are unique in the queue by default, in the group where the scope says so', async () => {
    const { create, send, receive } = account();
    const queue = await create('queue.fifo');
    const group = await create('group.fifo', { DeduplicationScope: 'messageGroup' });
    for (const url of [queue, group]) {
      await send(url, 'a', twice);
      await send(url, 'b', { ...twice, MessageGroupId: 'B' });
    }
    expect(bodies(await receive(queue))).toEqual(['a']);
    expect(bodies(await receive(group))).toEqual(['a', 'b']);
  });

  test("in the dead-letter queue a message's own id takes the place of its deduplication id", async () => {
    const { clock, sqs, create, sendFifo, receive } = account();
    const dead = await create('dead.fifo');
    const url = await create('q.fifo', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead.fifo'), 1) });
    const { MessageId } = await sendFifo(url, 'A1');
    await receive(url);
    await clock.advance(1_000);
    await receive(url);
    expect((await receive(dead))[0]?.Attributes?.MessageDeduplicationId).toBe(MessageId);
  });

  test('content-based deduplication goes by the body alone, unless an id is given', async () => {
    const { create, send, receive } = account();
    const url = await create('q.fifo', { ContentBasedDeduplication: 'true' });
    const attribute = { DataType: 'String', StringValue: 'x' };
    await send(url, 'same', { MessageGroupId: 'A' });
    await send(url, 'same', { MessageGroupId: 'B', MessageAttributes: { other: attribute } });
    await send(url, 'same', { MessageGroupId: 'C', MessageDeduplicationId: 'mine' });
    const messages = await receive(url);
    expect(messages.map((message) => message.Attributes?.MessageGroupId)).toEqual(['A', 'C']);
    expect(messages[0]?.Attributes?.MessageDeduplicationId).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('receipts', () => {
  test('a handle expires with its visibility timeout', async () => {
    const { clock, create, sendFifo, receive, remove, hide } = account();
    const url = await create('q.fifo');
    await sendFifo(url, 'A1');
    const [first] = await receive(url);
    await clock.advance(30_000);
    const error = await failure(remove(url, first));
    expect(error.Code).toBe('InvalidParameterValue');
    expect(error.message).toContain('Reason: The receipt handle has expired.');
    expect(await failure(hide(url, first, 10))).toMatchObject({ name: 'MessageNotInflight' });
  });

  test('a receive repeated with its attempt id gets the same messages and handles, hidden anew', async () => {
    const { clock, create, sendFifo, receive } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'A2', 'B1']) await sendFifo(url, body);
    const attempt = { ReceiveRequestAttemptId: 'try', MaxNumberOfMessages: 2 };
    const first = await receive(url, attempt);
    await clock.advance(20_000);
    expect(await receive(url, attempt)).toEqual(first);
    await clock.advance(29_999);
    expect(bodies(await receive(url))).toEqual(['B1']);
    await clock.advance(1);
    expect(bodies(await receive(url))).toEqual(['A1', 'A2']);
  });

  test('an attempt is over once one of its messages was changed', async () => {
    const { create, sendFifo, receive, remove } = account();
    const url = await create('q.fifo');
    for (const body of ['A1', 'B1']) await sendFifo(url, body);
    const attempt = { ReceiveRequestAttemptId: 'try', MaxNumberOfMessages: 1 };
    const [first] = await receive(url, attempt);
    await remove(url, first);
    expect(bodies(await receive(url, attempt))).toEqual(['B1']);
  });
});

test('sequence numbers have twenty digits and grow', async () => {
  const { create, sendFifo } = account();
  const url = await create('q.fifo');
  const numbers: string[] = [];
  for (const body of ['A1', 'A2', 'B1']) numbers.push((await sendFifo(url, body)).SequenceNumber!);
  expect(numbers).toEqual(numbers.toSorted());
  expect(new Set(numbers).size).toBe(3);
  for (const number of numbers) expect(number).toMatch(/^\d{20}$/);
});
