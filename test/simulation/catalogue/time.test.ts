import { expect, test } from 'vitest';
import { play, statuses } from './scenario.ts';

test('T01: clocks five minutes apart double no effect', async () => {
  const rates = { 'clock-skew': 1, 'two-workers': 0.3, 'crash-after-call': 0.03 };
  const { violations, injected } = await play({ rates });
  expect(violations).toEqual([]);
  expect(injected.get('clock-skew')).toBeGreaterThan(5);
});

test('T02: timers that a frozen environment wakes up with do no harm', async () => {
  const { violations, injected } = await play({ orders: 20, rates: { 'two-workers': 0.2 } });
  expect(violations).toEqual([]);
  expect(injected.get('frozen-instance')).toBeGreaterThan(0);
});

test('T03: every expiry is written in seconds', async () => {
  const { violations, world } = await play({});
  expect(violations).toEqual([]);
  const written = world.history.of('dynamodb', 'written');
  expect(written.some(({ newImage }) => 'expiresAt' in (newImage as object))).toBe(true);
});

test('T04: environments kept warm through many orders end like fresh ones', { timeout: 60_000 }, async () => {
  const { violations, world } = await play({ orders: 60 });
  expect(violations).toEqual([]);
  expect(statuses(world)['PARKED']).toBeUndefined();
  expect(world.cloud.lambda.environments.busy).toBe(0);
});

test('T10: a function without its table fails while it loads, and names the variable', async () => {
  const { violations, world } = await play({
    orders: 2,
    before: (world) => {
      for (const { latest } of world.cloud.lambda.store.functions.values()) {
        delete (latest.environment as Record<string, string>)['ORDERS_TABLE'];
      }
    },
  });
  expect(violations.some(({ what }) => what.includes('nothing was accepted'))).toBe(true);
  const errors = world.history.of('lambda', 'failed').map(({ error }) => String(error));
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.every((text) => text.includes('ORDERS_TABLE'))).toBe(true);
});
