import { expect, test } from 'vitest';
import { purgeQueue } from '../../../local/services/sqs/actions/purge-queue.ts';
import { lanes, redriveLanes } from '../mischief.ts';
import { rootCall } from '../tables.ts';
import { actionOf, charges, deadLetters, failure, orderMessages, ordersThat } from './scenario.ts';
import { play, receivesOf, sendToLane, statuses } from './scenario.ts';

test('Q01: every message delivered twice has one effect', async () => {
  const { violations, injected } = await play({ orders: 20, rates: { 'two-workers': 1 } });
  expect(violations).toEqual([]);
  expect(injected.get('two-workers')).toBeGreaterThan(20);
});

test('Q02: an order sent again under another message id has one effect', async () => {
  const { violations, world } = await play({
    after: (world) => orderMessages(world).forEach((body, index) => sendToLane(world, body, `a${index}`, `a${index}`)),
  });
  expect(violations).toEqual([]);
  const keys = charges(world).map(({ idempotencyKey }) => idempotencyKey);
  expect(new Set(keys).size).toBe(keys.length);
});

test('Q03: a cancellation that overtakes the charge closes its key first', async () => {
  const { violations, world } = await play({ orders: 20, rates: { cancellations: 1, 'payment-slow': 1 } });
  expect(violations).toEqual([]);
  expect(ordersThat(world, 'CANCELLED').length).toBeGreaterThan(3);
});

test('Q04: bad messages among good ones are set aside, the good ones are done', async () => {
  const { violations, world } = await play({
    before: (world) => {
      for (let index = 0; index < 9; index++) sendToLane(world, `{"poison": ${index}`, `p-${index}`, `p-${index}`);
    },
  });
  expect(violations).toEqual([]);
  expect(deadLetters(world)).toHaveLength(9);
  expect(world.history.of('sqs', 'dead-lettered')).toEqual([]);
});

test('Q05: effects done before the batch failed are not repeated', async () => {
  const { violations, world } = await play({ rates: { 'crash-before-return': 0.5 } });
  expect(violations).toEqual([]);
  expect(world.history.of('lambda', 'failed').length).toBeGreaterThan(10);
});

test('Q06: what a timeout or a full memory interrupts returns and is finished', async () => {
  const { violations, world } = await play({ rates: { 'out-of-memory': 0.1, 'slow-call': 0.3 } });
  expect(violations).toEqual([]);
  expect(world.history.of('lambda', 'failed').some(({ reason }) => reason === 'out-of-memory')).toBe(true);
});

test('Q07: a message whose function died after its effect is recognised and deleted', async () => {
  const { violations, injected } = await play({ rates: { 'crash-after-call': 0.05, 'crash-before-return': 0.3 } });
  expect(violations).toEqual([]);
  expect(injected.get('crash-after-call')).toBeGreaterThan(0);
});

test('Q08: two workers on one message have one effect', async () => {
  const { violations, world } = await play({ rates: { 'two-workers': 0.8, 'payment-slow': 0.5, 'slow-call': 0.3 } });
  expect(violations).toEqual([]);
  expect(world.history.of('sqs', 'received').some(({ receiveCount }) => Number(receiveCount) > 1)).toBe(true);
});

test('Q10: another schema version is set aside after one receive, with its reason', async () => {
  const body = JSON.stringify({ specversion: '2.0', type: 'order.placed.v9', data: {} });
  const { violations, world } = await play({ before: (world) => sendToLane(world, body, 'g', 'd') });
  expect(violations).toEqual([]);
  expect(receivesOf(world, body)).toBe(1);
  const [line] = world.history.logs.filter(({ message }) => message === 'message set aside');
  expect(line!.fields).toMatchObject({ reason: 'invalid-message', attempt: 1 });
});

test('Q12: a throttled mapping parks nothing', async () => {
  const { violations, world } = await play({ orders: 40, rates: { 'throttled-mapping': 1 } });
  expect(violations).toEqual([]);
  expect(statuses(world)['PARKED']).toBeUndefined();
});

test('Q13: a message whose deletion never arrived comes again and changes nothing', async () => {
  const { violations, injected } = await play({ rates: { 'lost-delete': 0.7 } });
  expect(violations).toEqual([]);
  expect(injected.get('lost-delete')).toBeGreaterThan(5);
});

test('Q14: a message that cannot be set aside stays in its queue until it can', async () => {
  const { violations, world } = await play({
    before: (world) => {
      sendToLane(world, '{"poison": 1', 'p', 'p');
      const until = world.clock.now() + 120_000;
      world.bend = (request) =>
        actionOf(request) === 'SendMessage' && world.clock.now() < until
          ? failure('ServiceUnavailable', 503)
          : undefined;
    },
  });
  expect(violations).toEqual([]);
  expect(receivesOf(world, '{"poison": 1')).toBeGreaterThan(1);
  expect(deadLetters(world)).toHaveLength(1);
});

test('Q15: a redrive finishes what is fixed, sets aside again what is not, and repeats nothing', async () => {
  const { violations, world } = await play({
    orders: 20,
    rates: { 'crashing-message': 0.5, 'poison-message': 1 },
    after: (world) => void redriveLanes(world),
  });
  expect(violations).toEqual([]);
  expect(world.history.of('sqs', 'moved').length).toBeGreaterThan(0);
  expect(deadLetters(world).every(({ body }) => body.startsWith('{"poison'))).toBe(true);
});

test('Q18: a queue purged under its consumer leaves no order open: the sweeper parks it', async () => {
  const { violations, world } = await play({
    rates: { 'payment-down': 1 },
    before: (world) =>
      void world.clock.schedule(world.clock.now() + 100_000, () => {
        for (const { name } of lanes(world)) {
          const QueueUrl = `http://simulated.invalid/000000000000/${name}`;
          purgeQueue(world.cloud.sqs, { QueueUrl }, rootCall(world.cloud));
        }
      }),
  });
  expect(violations.filter(({ id }) => id !== 'I1')).toEqual([]);
  expect(ordersThat(world, 'PARKED').every(({ reason }) => reason === 'deadline-passed')).toBe(true);
});

test('Q19: messages of a newer producer, with members unknown here, are understood', async () => {
  const { violations, world } = await play({
    after: (world) =>
      orderMessages(world).forEach((body, index) => {
        const newer = { ...(JSON.parse(body) as object), traceparent: '00-newer' };
        sendToLane(world, JSON.stringify(newer), `n${index}`, `n${index}`);
      }),
  });
  expect(violations).toEqual([]);
  expect(deadLetters(world)).toEqual([]);
});

test('Q20: a burst drains', { timeout: 120_000 }, async () => {
  const { violations, world } = await play({ orders: 120 });
  expect(violations).toEqual([]);
  const left = lanes(world).map(({ visible, inFlight, delayed }) => visible + inFlight + delayed);
  expect(left.every((messages) => messages === 0)).toBe(true);
});
