import { expect, test } from 'vitest';
import { rootCall } from '../tables.ts';
import { behave, charges, deadLetters, orderMessages, play, receivesOf, sendToLane } from './scenario.ts';

test('F01: a group whose first message fails waits behind it, other groups go on', async () => {
  let copy: string | undefined;
  let original: string | undefined;
  const { violations, world } = await play({
    orders: 20,
    before: async (world) => {
      await behave(world, 'payment', [{ operation: 'charge', fail: 503, match: { customerId: 'linus' }, count: 12 }]);
      world.clock.schedule(world.clock.now() + 60_000, () => {
        const waiting = world.history
          .of('sqs', 'visibility-changed')
          .map(({ messageId }) => messageId)
          .at(-1);
        const sent = world.history.of('sqs', 'sent').find(({ messageId }) => messageId === waiting)!;
        original = String(waiting);
        sendToLane(world, String(sent['body']), String(sent['groupId']), 'behind-it', sent.resource);
        copy = String(world.history.of('sqs', 'sent').at(-1)!['messageId']);
      });
    },
  });
  expect(violations).toEqual([]);
  const at = (event: string, id: string | undefined) =>
    world.history.of('sqs', event).find(({ messageId }) => messageId === id)!.at;
  expect(at('deleted', copy)).toBeGreaterThanOrEqual(at('deleted', original));
});

test('F02: a failure in one group of a batch leaves the other groups at one receive', async () => {
  const { violations, world } = await play({
    orders: 20,
    before: (world) =>
      behave(world, 'payment', [{ operation: 'charge', fail: 503, match: { customerId: 'linus' }, count: 4 }]),
  });
  expect(violations).toEqual([]);
  for (const body of orderMessages(world)) {
    if (!body.includes('"customerId":"linus"')) expect(receivesOf(world, body)).toBe(1);
  }
});

test('F04: the same message outside of the deduplication window is another message and the same order', async () => {
  const { violations, world } = await play({
    after: (world) => {
      for (const body of orderMessages(world)) {
        const { id, subject } = JSON.parse(body) as { id: string; subject: string };
        sendToLane(world, body, subject, id);
      }
    },
  });
  expect(violations).toEqual([]);
  const keys = charges(world).map(({ idempotencyKey }) => idempotencyKey);
  expect(new Set(keys).size).toBe(keys.length);
});

test('F05: poison at the head of a group is set aside, and the group goes on behind it', async () => {
  const { violations, world } = await play({
    before: (world) => {
      for (const index of [0, 1, 2]) sendToLane(world, `{"poison": ${index}`, 'one-group', `d-${index}`);
    },
  });
  expect(violations).toEqual([]);
  expect(deadLetters(world).map(({ body }) => body)).toEqual(['{"poison": 0', '{"poison": 1', '{"poison": 2']);
  expect(receivesOf(world, '{"poison": 2')).toBe(1);
});

test('E02: a forged envelope in the queue is set aside, and nobody is charged for it', async () => {
  const Message = JSON.stringify({ orderId: '11111111-1111-5111-8111-111111111111' });
  const TopicArn = 'arn:aws:sns:us-east-1:999999999999:evil';
  const forged = JSON.stringify({ Type: 'Notification', TopicArn, Message });
  const { violations, world } = await play({ before: (world) => sendToLane(world, forged, 'g', 'forged') });
  expect(violations).toEqual([]);
  expect(deadLetters(world).map(({ body }) => body)).toEqual([forged]);
});

test('E02: a message about an order that does not exist is set aside as such', async () => {
  const { violations, world } = await play({
    after: (world) => {
      const [body] = orderMessages(world);
      const { subject } = JSON.parse(body!) as { subject: string };
      sendToLane(world, body!.replaceAll(subject, '11111111-1111-5111-8111-111111111111'), 'g', 'unknown');
    },
  });
  expect(violations).toEqual([]);
  const [line] = world.history.logs.filter(
    (log) => log.function === 'orders-process' && log.message === 'message set aside',
  );
  expect(line!.fields).toMatchObject({ reason: 'unknown-order' });
});

test('E02: the queue lets no stranger send', async () => {
  const { world } = await play({ orders: 2 });
  const queue = world.cloud.sqs.queues().find(({ name }) => name.includes('SalesQueue') && !name.includes('Dead'))!;
  const stranger = { principal: 'arn:aws:iam::000000000000:role/stranger' };
  const call = { ...rootCall(world.cloud), caller: stranger, authorize: world.cloud.iam.authorizerFor(stranger) };
  expect(() => world.cloud.sqs.send(queue.arn, { MessageBody: 'x' }, call)).toThrow(/not authorized/i);
});

test('E05: one subscriber down leaves the others undisturbed, and its copies wait for it', async () => {
  const { violations, injected } = await play({ orders: 20, rates: { 'mail-fails': 0.5 } });
  expect(violations).toEqual([]);
  expect(injected.get('mail-fails')).toBeGreaterThan(0);
});
