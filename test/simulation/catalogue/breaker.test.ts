import { expect, test } from 'vitest';
import { updateEventSourceMapping } from '../../../local/services/lambda/actions/update-event-source-mapping.ts';
import { lanes } from '../mischief.ts';
import { stays } from '../orders/breaker.ts';
import { rootCall } from '../tables.ts';
import type { World } from '../world.ts';
import { bodyText } from '../../../simulation/request-body.ts';
import { actionOf, behave, charges, failure, placeOrders, play, statuses } from './scenario.ts';

const second = 1000;
const minute = 60 * second;

/** A thousand orders are some seconds of work, more beside others. */
const timeout = 120_000;

const down = [{ operation: 'charge', fail: 503 }];

/** Batches at the same time, as the stack declares them: both lanes and the compensations. */
const concurrency = 8 + 4 + 2;

function paymentCalls({ history }: World) {
  return history.calls.filter(({ provider }) => provider === 'payment');
}

/** Most calls to the payment provider at any one time. */
function mostAtOnce(world: World): number {
  const calls = paymentCalls(world);
  return Math.max(
    ...calls.map(({ sentAt }) => calls.filter((other) => other.sentAt <= sentAt && other.endedAt! > sentAt).length),
  );
}

/** Messages that left a lane while the breaker was open and its controller had had time to turn off the tap. */
function receivedWhileOpen(world: World): number {
  const arns = new Set(lanes(world).map(({ arn }) => arn));
  const closed = stays(world).filter(({ state }) => state === 'OPEN');
  return world.history
    .of('sqs', 'received')
    .filter(
      ({ at, resource }) =>
        arns.has(resource) && closed.some(({ from, until }) => at > from + 5 * second && at < until),
    ).length;
}

function mostReceives({ history }: World): number {
  return Math.max(...history.of('sqs', 'received').map(({ receiveCount }) => Number(receiveCount)));
}

test(
  'X05: an outage of an hour parks none of 1,000 waiting orders, spends few receives, and ends without a stampede',
  { timeout },
  async () => {
    const { violations, world } = await play({
      orders: 0,
      before: async (world) => {
        placeOrders(world, 1000, 55 * minute);
        await behave(world, 'payment', down);
        world.clock.schedule(world.clock.now() + 60 * minute, () => void behave(world, 'payment', []));
      },
    });
    expect(violations).toEqual([]);
    expect(statuses(world)).toEqual({ COMPLETED: 1000 });
    const states = stays(world).map(({ state }) => state);
    expect(states.filter((state) => state === 'HALF_OPEN').length).toBeGreaterThan(5);
    expect(states.at(-1)).toBe('CLOSED');
    expect(receivedWhileOpen(world)).toBe(0);
    expect(mostReceives(world)).toBeLessThanOrEqual(12);
    expect(mostAtOnce(world)).toBeLessThanOrEqual(concurrency);
    // Until it closed, the provider saw what opened it and a few probes; then each order once.
    expect(charges(world).length).toBeLessThan(1100);
  },
);

test('X05: a provider that hangs for an hour opens the breaker as one that refuses does', { timeout }, async () => {
  const { violations, world } = await play({
    orders: 0,
    before: async (world) => {
      placeOrders(world, 40, 10 * second);
      await behave(world, 'payment', [{ operation: 'charge', hangSeconds: 60 }]);
      world.clock.schedule(world.clock.now() + 60 * minute, () => void behave(world, 'payment', []));
    },
  });
  expect(violations).toEqual([]);
  expect(statuses(world)).toEqual({ COMPLETED: 40 });
  expect(world.history.of('lambda', 'failed')).toEqual([]);
});

test('X07: a provider that flaps makes progress while it does, by legal steps alone', { timeout }, async () => {
  const { violations, world } = await play({
    orders: 0,
    before: (world) => {
      placeOrders(world, 120, 10 * minute);
      flap(world, 30 * minute);
    },
  });
  expect(violations).toEqual([]);
  expect(statuses(world)).toEqual({ COMPLETED: 120 });
  const states = stays(world).map(({ state }) => state);
  expect(states.filter((state) => state === 'OPEN').length).toBeGreaterThan(2);
  expect(states.filter((state) => state === 'CLOSED').length).toBeGreaterThan(2);
});

test(
  "I12: with the breaker's table out of reach orders wait; nothing is called, none is parked",
  { timeout },
  async () => {
    let called: number | undefined;
    const { violations, world } = await play({
      before: (world) => {
        const until = world.clock.now() + 10 * minute;
        world.bend = (request) =>
          actionOf(request) === 'GetItem' &&
          bodyText(request).includes(world.outputs['PaymentBreakerTable']!) &&
          world.clock.now() < until
            ? failure('InternalServerError', 500)
            : undefined;
        world.clock.schedule(until, () => (called = paymentCalls(world).length));
      },
    });
    expect(violations).toEqual([]);
    expect(called).toBe(0);
    expect(statuses(world)['PARKED']).toBeUndefined();
  },
);

test(
  'I12: a mapping that a deployment enables while the breaker is open is disabled again within a minute',
  { timeout },
  async () => {
    const states = (world: World) =>
      [...world.cloud.lambda.store.mappings.values()]
        .filter(({ functionName }) => functionName.includes('OrdersLanes'))
        .map(({ state }) => state);
    const seen: Record<string, string[]> = {};
    const { violations } = await play({
      orders: 20,
      before: (world) => {
        const at = (time: number, task: () => void) => world.clock.schedule(world.clock.now() + time, task);
        void behave(world, 'payment', down);
        at(10 * minute, () => void behave(world, 'payment', []));
        // Open since the first minute, and not half-opened before the fifth.
        at(3.1 * minute, () => {
          seen['before'] = states(world);
          for (const { uuid, functionName } of world.cloud.lambda.store.mappings.values()) {
            const input = { UUID: uuid, Enabled: true };
            if (functionName.includes('OrdersLanes'))
              updateEventSourceMapping(world.cloud.lambda, input, rootCall(world.cloud));
          }
        });
        at(3.2 * minute, () => void (seen['deployed'] = states(world)));
        at(4.2 * minute, () => void (seen['after'] = states(world)));
      },
    });
    expect(violations).toEqual([]);
    expect(seen).toEqual({
      before: ['Disabled', 'Disabled'],
      deployed: ['Enabled', 'Enabled'],
      after: ['Disabled', 'Disabled'],
    });
  },
);

/** Up for about 5 seconds, down for about 5. Never in step with the minute at which breakers are probed here and not on AWS. */
function flap(world: World, lasting: number): void {
  const random = world.random.fork('flapping');
  const [start, end] = [world.clock.now(), world.clock.now() + lasting];
  for (let at = start, up = true; at < end; at += 4 * second + random.below(2 * second), up = !up)
    world.clock.schedule(at, () => void behave(world, 'payment', up ? [] : down));
  world.clock.schedule(end, () => void behave(world, 'payment', []));
}
