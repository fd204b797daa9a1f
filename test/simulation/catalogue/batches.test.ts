import { expect, test } from 'vitest';
import { envelope } from '../../../lambdas/messaging/envelope.ts';
import { derivedId } from '../../../lambdas/messaging/ids.ts';
import { items, rootCall } from '../tables.ts';
import type { AwsRequest } from '../../../simulation/habitat.ts';
import type { Bent, World } from '../world.ts';
import { actionOf, failure, firstOf, play } from './scenario.ts';

const recorder = 'users-record-registrations';

const eventOf = (n: number): string => {
  const userId = derivedId('batch', String(n));
  const registeredAt = '2026-01-01T00:00:00.000Z';
  const cause = { correlationId: `c-${n}`, causationId: `c-${n}` };
  return JSON.stringify(
    envelope({
      type: 'user.registered',
      subject: userId,
      transition: '1',
      data: { userId, registeredAt },
      cause,
      at: 0,
    }),
  );
};

const events = Array.from({ length: 60 }, (_, n) => eventOf(n));

function queueOf({ cloud }: World) {
  return cloud.sqs.queues().find(({ name }) => /RegistrationsQueue/.test(name) && !/Dead/.test(name))!;
}

function send(world: World, bodies: readonly string[]): void {
  for (const body of bodies) world.cloud.sqs.send(queueOf(world).arn, { MessageBody: body }, rootCall(world.cloud));
}

function recorded({ cloud, outputs }: World): Set<string> {
  const rows = items<{ userId: string }>(cloud, outputs['RegistrationsTable']!);
  return new Set(rows.map(({ userId }) => userId));
}

const all = events.map((body) => (JSON.parse(body) as { subject: string }).subject);

/** How often each of these messages was received. */
function receives({ history }: World, match: RegExp): number[] {
  const sent = history
    .of('sqs', 'sent')
    .filter(({ body, resource }) => match.test(String(body)) && /RegistrationsQueue/.test(resource));
  const received = history.of('sqs', 'received');
  return sent.map(({ messageId }) => received.filter((entry) => entry['messageId'] === messageId).length);
}

/** Of the first batch DynamoDB takes nothing, which it may say without an error. */
function unprocessedOnce() {
  let first = true;
  return ({ body, headers }: AwsRequest, caller: string): Bent => {
    if (caller !== recorder || actionOf({ headers } as AwsRequest) !== 'BatchWriteItem' || !first) return undefined;
    first = false;
    const { RequestItems } = JSON.parse(String(body)) as { RequestItems: Record<string, unknown[]> };
    const answer = Buffer.from(JSON.stringify({ UnprocessedItems: RequestItems }));
    return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: answer };
  };
}

test('a batch is written in requests of 25, and each message acknowledged at its first receive', async () => {
  const { violations, world } = await play({ orders: 2, before: (world) => send(world, events) });
  expect(violations).toEqual([]);
  expect(all.filter((userId) => !recorded(world).has(userId))).toEqual([]);
  expect(new Set(receives(world, /"c-\d/))).toEqual(new Set([1]));
});

test('what DynamoDB left unprocessed is sent again within the invocation', async () => {
  const { violations, world } = await play({
    orders: 2,
    before: (world) => {
      world.bend = unprocessedOnce();
      send(world, events);
    },
  });
  expect(violations).toEqual([]);
  expect(all.filter((userId) => !recorded(world).has(userId))).toEqual([]);
  expect(new Set(receives(world, /"c-\d/))).toEqual(new Set([1]));
});

test('Q04: in a batch with bad messages the others are done at once, and each bad one is set aside with its reason', async () => {
  const { violations, world } = await play({
    orders: 2,
    before: (world) => send(world, [...events, '{"broken', '{"type":"user.registered"}']),
  });
  expect(violations).toEqual([]);
  expect(new Set(receives(world, /"c-\d/))).toEqual(new Set([1]));
  const dead = world.cloud.sqs.browse(queueOf(world).deadLetterTargetArn!);
  expect(dead.map(({ body }) => body).toSorted()).toEqual(['{"broken', '{"type":"user.registered"}']);
});

test('copies of one event within a batch are one row', async () => {
  const { violations, world } = await play({
    orders: 2,
    before: (world) => send(world, [events[0]!, events[0]!, events[1]!]),
  });
  expect(violations).toEqual([]);
  expect([all[0]!, all[1]!].every((userId) => recorded(world).has(userId))).toBe(true);
  expect(new Set(receives(world, /"c-[01]"/))).toEqual(new Set([1]));
});

test('only the messages of a refused request return; those of the others stay done', async () => {
  const { violations, world } = await play({
    orders: 2,
    before: (world) => {
      world.bend = firstOf(recorder, 'BatchWriteItem', 1, failure('AccessDeniedException'));
      send(world, events);
    },
  });
  expect(violations).toEqual([]);
  expect(all.filter((userId) => !recorded(world).has(userId))).toEqual([]);
  const counts = receives(world, /"c-\d/);
  expect(counts.filter((times) => times === 2)).toHaveLength(25);
  expect(counts.filter((times) => times === 1)).toHaveLength(35);
});
