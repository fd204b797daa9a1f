import { expect, test } from 'vitest';
import { failure, firstOf, play, statuses } from './scenario.ts';

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
