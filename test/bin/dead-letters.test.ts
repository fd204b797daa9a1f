import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browse } from '../../bin/spillway/dead-letters/browse.ts';
import { bodiesIn, deadLetterQueueOf, putInto, startAccount, type Account } from './account.ts';

const reject = (reason: string) => ({ reason, errorType: 'Reject', attempts: '2', sourceMessageId: 'the-source' });
const envelope = (subject: string, type = 'order.placed') =>
  JSON.stringify({ specversion: '1.0', id: subject, type, subject });

describe('dead letters', () => {
  let account: Account;
  beforeAll(async () => {
    account = await startAccount();
    const { deadLetterQueue: sales } = await deadLetterQueueOf(account, 'Sales');
    const { deadLetterQueue: undelivered } = await deadLetterQueueOf(account, 'Sales', 'subscription');
    const { deadLetterQueue: vip } = await deadLetterQueueOf(account, 'vip');
    putInto(account, sales, [
      { body: envelope('a', 'order.completed'), attributes: reject('invalid-message') },
      { body: envelope('b', 'order.completed'), attributes: reject('invalid-message') },
      { body: envelope('c', 'order.completed') },
    ]);
    putInto(account, undelivered, [{ body: envelope('d', 'order.completed') }]);
    putInto(account, vip, [{ body: 'not json', attributes: reject('invalid-json') }]);
  });
  afterAll(() => account.stop());

  const list = async (...argv: string[]) =>
    JSON.parse((await account.spillway('dlq', 'list', ...argv, '--json')).out) as Record<string, unknown>[];

  test('each is told with its queue, reason, attempts, type and subject', async () => {
    expect(await list('vip')).toEqual([
      expect.objectContaining({ queue: 'Orders-Lanes-Vip', reason: 'invalid-json', attempts: 2, undelivered: false }),
    ]);
    expect(await list('sales')).toContainEqual(
      expect.objectContaining({ reason: 'invalid-message', type: 'order.completed', subject: 'a' }),
    );
  });

  test('what a topic could not deliver is listed under the queue it was for', async () => {
    const undelivered = (await list('sales')).filter((letter) => letter['undelivered'] === true);
    expect(undelivered.map(({ subject }) => subject)).toEqual(['d']);
  });

  test.each([
    [
      ['--reason', 'invalid-message'],
      ['a', 'b'],
    ],
    [
      ['--reason', 'none'],
      ['c', 'd'],
    ],
    [['--subject', 'b'], ['b']],
    [['--type', 'order.placed'], []],
    [['--older', '1h'], []],
    [
      ['--newer', '1h'],
      ['a', 'b', 'c', 'd'],
    ],
    [['--reason', 'invalid-message', '--subject', 'c'], []],
  ])('%j lets %j through', async (filter, subjects) => {
    expect((await list('sales', ...filter)).map(({ subject }) => String(subject)).toSorted()).toEqual(subjects);
  });

  test('the list is a table of at most 80 columns', async () => {
    const { out, code } = await account.spillway('dlq', 'list');
    expect(code).toBe(0);
    expect(out).toMatch(/^Orders-SalesQueue \(undelivered\)$/m);
    expect(out).toMatch(/invalid-message +2 +order\.completed +a$/m);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('stats counts by queue, reason and handler, the most first', async () => {
    const stats = JSON.parse((await account.spillway('dlq', 'stats', '--json')).out) as Record<string, unknown>[];
    expect(stats[0]).toMatchObject({ reason: 'invalid-message', handler: 'orders-record-sale', count: 2 });
    expect(stats).toContainEqual(
      expect.objectContaining({ queue: 'Orders-SalesQueue (undelivered)', reason: 'none', handler: '', count: 1 }),
    );
  });

  test('looking leaves every message where it was, for everyone to see', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'Sales');
    const before = bodiesIn(account, deadLetterQueue);
    await account.spillway('dlq', 'list');
    expect(bodiesIn(account, deadLetterQueue)).toEqual(before);
    const depth = account.cloud.sqs.queues().find(({ arn }) => arn === deadLetterQueue.arn)!;
    expect(depth).toMatchObject({ visible: 3, inFlight: 0 });
  });

  test('an id is given by its beginning; show tells the body', async () => {
    const [{ id } = { id: '' }] = (await list('vip')) as { id: string }[];
    const { out } = await account.spillway('dlq', 'show', id.slice(0, 6));
    expect(out).toContain(`id      ${id}`);
    expect(out).toMatch(/not json$/m);
  });

  test('an id that is not there is said so', async () => {
    expect(await account.spillway('dlq', 'show', 'ffffffffff')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('no message set aside has an id that begins with ffffffffff') as string,
    });
  });

  test('the last failure that the consumer wrote down stands in for a reason', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'orders-notifications');
    putInto(account, deadLetterQueue, [{ body: envelope('n') }]);
    const [{ messageId } = { messageId: '' }] = account.cloud.sqs.browse(deadLetterQueue.arn);
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    const { marshall } = await import('@aws-sdk/util-dynamodb');
    const failures = [
      { attempt: 3, at: '2026-01-01T00:00:00.000Z', reason: 'push-refused', errorType: 'Reject', message: 'no' },
    ];
    const { clients, stack } = await account.connect();
    await (
      await clients.get('dynamodb')
    ).send(
      new PutItemCommand({
        TableName: stack.outputs['FailureTable'],
        Item: marshall({ messageId, source: source.arn, failures, begun: new Set([2, 3]), ended: new Set([2, 3]) }),
      }),
    );
    expect(await list('orders-notifications')).toEqual([expect.objectContaining({ reason: 'push-refused' })]);
    expect((await account.spillway('dlq', 'show', messageId.slice(0, 8))).out).toContain(
      'attempt 3  2026-01-01T00:00:00.000Z  push-refused: no',
    );
  });

  test('of a thousand each is seen once', async () => {
    const { deadLetterQueue } = await deadLetterQueueOf(account, 'Confirmations');
    putInto(
      account,
      deadLetterQueue,
      Array.from({ length: 1000 }, (_, index) => ({ body: envelope(String(index)) })),
    );
    const sqs = await (await account.connect()).clients.get('sqs');
    const seen: string[] = [];
    for await (const batch of browse(sqs, deadLetterQueue)) seen.push(...batch.map(({ subject }) => subject!));
    expect(seen).toHaveLength(1000);
    expect(new Set(seen).size).toBe(1000);
  });
});
