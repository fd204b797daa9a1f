import { expect, test } from 'vitest';
import { bodyText } from '../../../simulation/request-body.ts';
import { actionOf, charges, failure, firstOf, ordersThat, play, statuses } from './scenario.ts';

test('D01: a condition that another worker made false means done, not failed', async () => {
  const { violations, world } = await play({ rates: { 'two-workers': 1, 'slow-call': 0.5 } });
  expect(violations).toEqual([]);
  expect(world.history.of('dynamodb', 'refused').length).toBeGreaterThan(0);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

const writes = ['PutItem', 'TransactWriteItems', 'UpdateItem'];

test.each(writes)('D02: throttling on %s repeats no effect', async (action) => {
  const { violations } = await play({
    before: (world) => void (world.bend = firstOf('orders-process', action, 6, failure('ThrottlingException'))),
  });
  expect(violations).toEqual([]);
});

test.each(writes)('D03: a lost reply to %s repeats no effect', async (action) => {
  const { violations, world } = await play({
    before: (world) => void (world.bend = firstOf('orders-process', action, 6, 'lost')),
  });
  expect(violations).toEqual([]);
  expect(charges(world).length).toBeGreaterThan(0);
});

test('D04: a crash between effect and record has one effect', async () => {
  const { violations } = await play({
    before: (world) => void (world.bend = firstOf('orders-process', 'TransactWriteItems', 8, 'crash')),
  });
  expect(violations).toEqual([]);
});

test('D05: a record that a dead worker left in progress delays and is taken over', async () => {
  const { violations, world } = await play({
    before: (world) => void (world.bend = firstOf('orders-process', 'PutItem', 3, 'crash')),
  });
  expect(violations).toEqual([]);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

test('D08: replays refuse a second effect when every record has expired', async () => {
  const { violations, injected } = await play({ orders: 20, rates: { 'late-replay': 1 } });
  expect(violations).toEqual([]);
  expect(injected.get('late-replay')).toBeGreaterThan(8);
});

test('D10: what is remembered of an answer is small, whatever the provider sent', async () => {
  const { violations, world } = await play({});
  expect(violations).toEqual([]);
  const records = world.history
    .of('dynamodb', 'written')
    .filter(({ newImage }) => 'expiration' in (newImage as object));
  expect(records.length).toBeGreaterThan(0);
  for (const { newImage } of records) expect(JSON.stringify(newImage).length).toBeLessThan(1000);
});

test('D11: twenty conflicts in a row end in an order done', async () => {
  const conflict = failure('TransactionInProgressException');
  const { violations, world } = await play({
    before: (world) => void (world.bend = firstOf('orders-process', 'TransactWriteItems', 20, conflict)),
  });
  expect(violations).toEqual([]);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

test('D12: the last unit is sold once, whoever wants it', async () => {
  const rates = { 'two-workers': 0.3, 'transaction-conflict': 0.2 };
  const { violations, world } = await play({ orders: 50, rates });
  expect(violations).toEqual([]);
  const sold = ordersThat(world, 'COMPLETED').flatMap(({ items }) => items.filter(({ sku }) => sku === 'teapot'));
  expect(sold.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(2);
  expect(ordersThat(world, 'REJECTED').some(({ reason }) => reason === 'out-of-stock')).toBe(true);
});

test('D14: with the idempotency table down orders wait, none is parked, none done twice', async () => {
  const { violations, world, injected } = await play({ rates: { 'idempotency-down': 1 } });
  expect(violations).toEqual([]);
  expect(injected.get('idempotency-down')).toBeGreaterThan(0);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

test('D13: an order, and the breaker, is read as it is now, never as it was', async () => {
  const reads: unknown[] = [];
  const { violations, world } = await play({
    before: (world) =>
      void (world.bend = (request, caller) => {
        if (caller === 'orders-process' && actionOf(request) === 'GetItem') reads.push(JSON.parse(bodyText(request)));
        return undefined;
      }),
  });
  expect(violations).toEqual([]);
  const { OrdersTable, PaymentBreakerTable } = world.outputs;
  expect(new Set(reads.map((read) => (read as { TableName: string }).TableName))).toEqual(
    new Set([OrdersTable, PaymentBreakerTable]),
  );
  for (const read of reads) expect(read).toMatchObject({ ConsistentRead: true });
});
