import { expect, test } from 'vitest';
import { answersOf } from '../quotes/askers.ts';
import { items, rootCall } from '../tables.ts';
import type { World } from '../world.ts';
import { firstOf, play } from './scenario.ts';

const minute = 60_000;

function replyQueue({ cloud }: World): string {
  return cloud.sqs.queues().find(({ name }) => name.includes('Replies-Queue') && !name.includes('Dead'))!.arn;
}

/** Bodies that were sent as replies. */
function replies(world: World): string[] {
  const arn = replyQueue(world);
  return world.history.of('sqs', 'sent').flatMap(({ resource, body }) => (resource === arn ? [String(body)] : []));
}

function reply(world: World, body: string): void {
  world.cloud.sqs.send(replyQueue(world), { MessageBody: body }, rootCall(world.cloud));
}

/** How the collector judged replies. */
function judged({ history }: World): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { message, fields } of history.logs) {
    if (message !== 'reply taken' && message !== 'reply dropped') continue;
    counts[String(fields['status'])] = (counts[String(fields['status'])] ?? 0) + 1;
  }
  return counts;
}

/** Lets nothing through to the server until then. */
function serverSleeps(world: World, until: number): void {
  world.bend = (_request, caller) => {
    if (caller !== 'quotes-answer' || world.clock.now() >= until) return undefined;
    return { status: 503, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: Buffer.from('{}') };
  };
}

test('R01: of many callers at once each gets the reply to its own question', async () => {
  const { violations, world } = await play({ orders: 40 });
  expect(violations).toEqual([]);
  const answers = answersOf(world);
  expect(answers).toHaveLength(8);
  expect(answers.every(({ httpStatus, status }) => httpStatus === 200 && status === 'QUOTED')).toBe(true);
  expect(judged(world)).toEqual({ taken: 8 });
});

test('R01: a reply that comes twice, or that nobody asked for, is dropped and counted', async () => {
  const { violations, world } = await play({
    after: (world) => {
      const [body] = replies(world);
      const { subject } = JSON.parse(body!) as { subject: string };
      reply(world, body!.replaceAll(/"unitPrice":\d+/g, '"unitPrice":1'));
      reply(world, body!.replaceAll(subject, '11111111-1111-5111-8111-111111111111'));
    },
  });
  expect(violations).toEqual([]);
  expect(judged(world)).toEqual({ taken: 2, duplicate: 1, foreign: 1 });
  expect(JSON.stringify(items(world.cloud, world.outputs['RepliesTable']!))).not.toContain('"unitPrice":1}');
});

test('R01: a reply that comes after its deadline is dropped and counted, and its caller was told in time', async () => {
  const late: string[] = [];
  const { violations, world } = await play({
    before: (world) => serverSleeps(world, world.clock.now() + 60 * minute),
    after: (world) => {
      const [row] = items<{ requestId: string }>(world.cloud, world.outputs['RepliesTable']!);
      late.push(row!.requestId);
      const [time, id] = ['2026-01-01T00:00:00.000Z', row!.requestId];
      const cause = { correlationid: 'c', causationid: 'c', datacontenttype: 'application/json' };
      const data = { requestId: id, outcome: 'QUOTED', items: [] };
      const envelope = { specversion: '1.0', id, source: 'spillway', type: 'quote.answered', subject: id, time };
      reply(world, JSON.stringify({ ...envelope, ...cause, data }));
    },
  });
  expect(violations).toEqual([]);
  expect(judged(world)).toEqual({ late: 1 });
  expect(answersOf(world).some(({ httpStatus, status }) => httpStatus === 202 && status === 'WAITING')).toBe(true);
  expect(answersOf(world).some(({ status }) => status === 'QUOTED')).toBe(false);
});

test('R02: a server that dies after its work answers at the next receive; a caller that asks again gets that', async () => {
  const { violations, world } = await play({
    orders: 5,
    before: (world) => {
      world.bend = firstOf('quotes-answer', 'BatchGetItem', 1, 'crash');
    },
  });
  expect(violations).toEqual([]);
  const told = answersOf(world).map(({ httpStatus, status }) => `${httpStatus} ${status}`);
  expect(told[0]).toBe('202 WAITING');
  expect(told.at(-1)).toBe('200 QUOTED');
  expect(judged(world)).toEqual({ taken: 1 });
});
