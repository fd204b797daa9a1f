import { expect, test } from 'vitest';
import { failure, firstOf, play, statuses } from './scenario.ts';
import { put } from '../tables.ts';

test('H14: an order whose message was refused, or taken without a reply, is sent until it was taken, and done once', async () => {
  for (const becomes of ['lost', failure('ServiceUnavailable', 503)] as const) {
    const { violations, world } = await play({
      before: (world) => void (world.bend = firstOf('operations-relay', 'SendMessageBatch', 9, becomes)),
    });
    expect(violations).toEqual([]);
    expect(statuses(world)['PARKED']).toBeUndefined();
  }
});

test('H15: an order written by a function that died before it answered is relayed, and its retry finds it', async () => {
  const { violations, world } = await play({
    before: (world) => void (world.bend = firstOf('orders-place', 'TransactWriteItems', 5, 'crash')),
  });
  expect(violations).toEqual([]);
  expect(world.history.clients.some(({ status }) => status >= 500)).toBe(true);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

test('a row names its sender to a standard queue, for fairness, and the attributes that subscriptions filter by', async () => {
  const { violations, world } = await play({
    before: ({ cloud, outputs }) => {
      const row = {
        aggregateId: 'a',
        messageId: 'c4a760a8-dbcf-5254-a0d9-645b6a4d7d6a',
        eventType: 'order.void-requested',
        body: '{"about":"fairness"}',
        createdAt: '2026-01-01T00:00:00.000Z',
        expiresAt: 1_768_000_000,
        unsentShard: '0',
      };
      const attributes = { tier: 'vip' };
      put(cloud, outputs['OutboxTable']!, {
        ...row,
        sequence: 10,
        destination: 'compensations',
        fairGroup: 'ada',
        attributes,
      });
    },
  });
  expect(violations).toEqual([]);
  const [sent] = world.history.of('sqs', 'sent').filter(({ body }) => body === '{"about":"fairness"}');
  expect(sent).toMatchObject({ groupId: 'ada' });
});
