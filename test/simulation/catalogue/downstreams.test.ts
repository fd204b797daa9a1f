import { expect, test } from 'vitest';
import { behave, charges, ordersThat, play, statuses } from './scenario.ts';

const charge = { operation: 'charge' };

test.each([0.01, 0.5])('X01: a payment that fails for a share of %f is asked until it answers', async (share) => {
  const { violations, world } = await play({
    before: (world) => behave(world, 'payment', [{ ...charge, fail: 503, share }]),
  });
  expect(violations).toEqual([]);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

test('X02: a declined payment rejects at once, gives back the stock and is not asked again', async () => {
  const { violations, world } = await play({
    before: (world) => behave(world, 'payment', [{ ...charge, decline: 'no-funds' }]),
  });
  expect(violations).toEqual([]);
  expect(statuses(world)['COMPLETED']).toBeUndefined();
  const declined = ordersThat(world, 'REJECTED').filter(({ reason }) => reason === 'payment-declined');
  expect(charges(world)).toHaveLength(declined.length);
});

test('X03: a payment that hangs is given up before the function ends, and asked again under its key', async () => {
  const { violations, world } = await play({
    before: (world) => behave(world, 'payment', [{ ...charge, hangSeconds: 60, count: 4 }]),
  });
  expect(violations).toEqual([]);
  expect(world.history.of('lambda', 'failed')).toEqual([]);
});

test('X04: money taken by a charge whose reply was lost is taken once', async () => {
  const { violations, world } = await play({
    before: (world) => behave(world, 'payment', [{ ...charge, loseReply: true, count: 6 }]),
  });
  expect(violations).toEqual([]);
  expect(charges(world).some(({ outcome }) => outcome === 'dropped')).toBe(true);
});

test('X09: an order given up after its charge gives everything back once', async () => {
  const rates = { cancellations: 1, 'payment-slow': 0.5, throttle: 0.2 };
  const { violations, world } = await play({ orders: 20, rates });
  expect(violations).toEqual([]);
  expect(world.history.providers.some(({ operation }) => operation === 'void')).toBe(true);
});

test('X10: an order whose confirmation the mail provider refuses stays COMPLETED, its notice is set aside', async () => {
  const { violations, world } = await play({
    before: (world) => behave(world, 'mail', [{ operation: 'send', fail: 400 }]),
  });
  expect(violations.filter(({ what }) => !what.includes('mailed 0 times'))).toEqual([]);
  const completed = ordersThat(world, 'COMPLETED').length;
  expect(completed).toBeGreaterThan(0);
  const notices = world.history.logs.filter(
    ({ message, fields }) => message === 'message set aside' && fields['messageType'] === 'order.completed',
  );
  expect(notices).toHaveLength(completed);
});
