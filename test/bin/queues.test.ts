import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneNamed, workQueues } from '../../bin/spillway/stack/queues.ts';
import { drainSeconds } from '../../bin/spillway/stack/rates.ts';
import { deadLetterQueueOf, putInto, startAccount, type Account } from './account.ts';

describe('queues', () => {
  let account: Account;
  beforeAll(async () => void (account = await startAccount()));
  afterAll(() => account.stop());

  const rows = async () =>
    JSON.parse((await account.spillway('queues', '--json')).out) as Record<string, string | number>[];

  test('every work queue of the stack is shown once, no dead-letter queue among them', async () => {
    const consumed = new Set(
      [...account.cloud.lambda.store.mappings.values()].flatMap((mapping) => mapping.eventSourceArn ?? []),
    );
    const queues = await workQueues(await account.connect());
    expect(queues.map(({ arn }) => arn).toSorted()).toEqual(
      [...consumed].filter((arn) => arn.includes(':sqs:')).toSorted(),
    );
  });

  test('every queue of the stack is a work queue or somebody’s dead-letter queue', async () => {
    const queues = await workQueues(await account.connect());
    const known = queues.flatMap(({ arn, deadLetterQueues }) => [arn, ...deadLetterQueues.map((queue) => queue.arn)]);
    expect(known.toSorted()).toEqual(
      account.cloud.sqs
        .queues()
        .map(({ arn }) => arn)
        .toSorted(),
    );
  });

  test('waiting messages, those set aside and those undelivered are counted apart', async () => {
    const { source, deadLetterQueue } = await deadLetterQueueOf(account, 'Sales');
    const { deadLetterQueue: undelivered } = await deadLetterQueueOf(account, 'Sales', 'subscription');
    putInto(account, source, [{ body: 'a' }, { body: 'b' }, { body: 'c' }]);
    putInto(account, deadLetterQueue, [{ body: 'd' }, { body: 'e' }]);
    putInto(account, undelivered, [{ body: 'f' }]);
    expect((await rows()).find(({ queue }) => queue === 'Orders-SalesQueue')).toMatchObject({
      visible: 3,
      deadLetters: 2,
      undelivered: 1,
    });
    expect((await account.spillway('queues', 'sales')).out).toMatch(/Orders-SalesQueue +3 +0 .* 2\+1$/m);
  });

  test('rates and age come from CloudWatch, minute by minute', async () => {
    account.clock.advance(120_000);
    const sales = (await rows()).find(({ queue }) => queue === 'Orders-SalesQueue')!;
    expect(sales['inPerMinute']).toBeGreaterThan(0);
    expect(sales['outPerMinute']).toBe(0);
    expect(sales['oldestSeconds']).toBeGreaterThanOrEqual(60);
    expect(sales['drainSeconds']).toBeUndefined();
  });

  test.each([
    [0, {}, 0],
    [120, { inPerMinute: 10, outPerMinute: 70 }, 120],
    [120, { inPerMinute: 70, outPerMinute: 70 }, undefined],
    [120, {}, undefined],
  ])('%d waiting at %j drain in %s seconds', (waiting, rates, seconds) => {
    expect(drainSeconds(waiting, rates)).toBe(seconds);
  });

  test('a queue is meant by a part of its name that no other has', () => {
    const names = ['Orders-Lanes-Vip', 'Orders-Lanes-Standard', 'Orders-Sales'].map((name) => ({ name }));
    expect(oneNamed(names, 'vip').name).toBe('Orders-Lanes-Vip');
    expect(oneNamed(names, 'orders sales').name).toBe('Orders-Sales');
    expect(() => oneNamed(names, 'lanes')).toThrow('"lanes" could be Orders-Lanes-Vip, Orders-Lanes-Standard');
    expect(() => oneNamed(names, 'mail')).toThrow('there is no "mail"; there are Orders-Lanes-Vip');
  });
});
