import { beforeAll, describe, expect, test } from 'vitest';
import { invariants } from './invariants.ts';
import { orders } from './orders/orders.ts';
import { lanes } from './mischief.ts';
import { pipelineBreaks } from './pipeline-breaks.ts';
import { product, type Product } from './product.ts';
import { runOnce } from './run.ts';
import { items, put, rootCall } from './tables.ts';
import type { World } from './world.ts';

/** How to break each invariant in a run that kept it. */
const breaks: Readonly<Record<string, (world: World) => void>> = {
  ...pipelineBreaks,
  'what was accepted reaches a terminal state': ({ history }) =>
    history.clients.push({ ...history.clients[0]!, orderId: 'accepted and gone' }),
  'nothing comes from nowhere': (world) => charge(world, 'nobody-ordered-this'),
  'each step takes effect once': (world) =>
    put(world.cloud, world.outputs['SalesTable']!, { eventId: 'again', orderId: completed(world).orderId }),
  'one payment key and one charge per round': (world) => charge(world, `${completed(world).orderId}.7`),
  'stock and money balance': (world) =>
    put(world.cloud, world.outputs['CatalogueTable']!, { sku: 'tea', available: 1, reserved: 1, sold: 0 }),
  'every order takes a legal path': (world) => {
    const [write] = world.history.writes(world.outputs['OrdersTable']!).slice(-1);
    const oldImage = { ...(write!['newImage'] as object), status: { S: 'COMPLETED' } };
    const newImage = { ...oldImage, status: { S: 'RECEIVED' } };
    world.history.entries.push({ ...write!, oldImage, newImage });
  },
  'poison is set aside alone, with its reason': (world) => {
    const message = { MessageBody: '{"poison": 9', MessageGroupId: 'p', MessageDeduplicationId: 'p' };
    world.cloud.sqs.send(lanes(world)[0]!.arn, message, rootCall(world.cloud));
  },
  'what was set aside is in a dead-letter queue': ({ history }) =>
    history.logs.push({
      at: 0,
      function: 'orders-process',
      level: 'ERROR',
      message: 'message set aside',
      fields: { messageId: 'without a copy' },
    }),
  'every completed order is announced': (world) => {
    const { orderId } = completed(world);
    const rows = items<{ aggregateId: string; sequence: number }>(world.cloud, world.outputs['OutboxTable']!);
    for (const row of rows.filter(({ aggregateId }) => aggregateId === orderId))
      put(world.cloud, world.outputs['OutboxTable']!, { ...row, eventType: 'order.rejected' });
  },
  'whatever waits to be sent is sent': (world) =>
    put(world.cloud, world.outputs['OutboxTable']!, {
      aggregateId: 'a',
      sequence: 1,
      eventType: 'order.completed',
      unsentShard: '0',
      createdAt: '2026',
    }),
  'one key, one order, one answer': ({ history }) =>
    history.clients.push({ ...history.clients[0]!, orderId: 'another order' }),
  'retries are bounded': (world) =>
    world.history.entries.push({
      at: 0,
      service: 'sqs',
      event: 'received',
      resource: lanes(world)[0]!.arn,
      receiveCount: 1000,
    }),
  'the breaker takes legal steps': (world) => breakerWrite(world, 'CLOSED', 'HALF_OPEN'),
  'an open breaker holds back calls': (world) => {
    breakerWrite(world, 'CLOSED', 'OPEN');
    const sentAt = world.clock.now() + 1000;
    world.history.calls.push({ provider: 'payment', sentAt, endedAt: sentAt });
  },
  'a message rests while the breaker is open': ({ history }) => {
    const { at, messageId } = history.of('sqs', 'received')[0]!;
    history.logs.push({
      at: at - 1000,
      function: 'orders-process',
      level: 'INFO',
      message: 'message waits for its downstream',
      fields: { messageId },
    });
  },
  'nothing is given up because the breaker is open': ({ history }) =>
    history.logs.push({
      at: 0,
      function: 'orders-process',
      level: 'ERROR',
      message: 'message set aside',
      fields: { messageId: 'm', reason: 'CircuitOpen' },
    }),
  'messages are conserved': (world) => {
    const { counters } = world.cloud.sqs.queueByArn(lanes(world)[0]!.arn)!;
    (counters as { sent: number }).sent += 1;
  },
  'nothing leaks into logs': ({ history }) =>
    history.logs.push({ at: 0, function: 'f', level: 'INFO', message: 'hello ada@example.com', fields: {} }),
  'expiry attributes are epoch seconds': (world) => {
    const newImage = { expiresAt: { N: String(world.clock.now() + 86_400_000) } };
    const table = 'Outbox';
    world.history.entries.push({
      at: world.clock.now(),
      service: 'dynamodb',
      event: 'written',
      resource: '',
      table,
      newImage,
    });
  },
};

function breakerWrite({ history, outputs, clock }: World, from: string, to: string): void {
  const image = (state: string, version: number) => ({ state: { S: state }, version: { N: String(version) } });
  history.entries.push({
    at: clock.now(),
    service: 'dynamodb',
    event: 'written',
    resource: '',
    table: outputs['PaymentBreakerTable']!,
    oldImage: image(from, 0),
    newImage: image(to, 1),
  });
}

function completed(world: World) {
  return orders(world).find(({ status }) => status === 'COMPLETED')!;
}

function charge({ history }: World, key: string): void {
  const facts = { key, amount: 1 };
  history.providers.push({ at: 0, provider: 'payment', operation: 'charge', facts, idempotencyKey: key, outcome: 201 });
}

describe('a broken invariant is seen', () => {
  let simulated: Product;
  beforeAll(async () => {
    simulated = await product();
  });

  test('by a checker of its own, each of them', () => {
    expect(invariants.map(({ title }) => title).toSorted()).toEqual(Object.keys(breaks).toSorted());
  });

  test.each(invariants)('$id: $title', async ({ title, check }) => {
    const { world } = await runOnce({ ...simulated, seed: 4, orders: 6, faults: [] });
    expect(check(world)).toEqual([]);
    breaks[title]!(world);
    expect(check(world)).not.toEqual([]);
  });
});
