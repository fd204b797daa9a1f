import type { Pipeline } from '../pipeline.ts';
import { items } from '../tables.ts';
import type { World } from '../world.ts';
import { Askers, answersOf, quantityOf } from './askers.ts';

interface AskedRow {
  readonly requestId: string;
  readonly reply?: { readonly items?: readonly { readonly quantity: number }[] };
}

/** One quote for every five orders. */
const share = 5;

/** API Gateway's own limit. */
const longestAnswer = 30_000;

export const quotes: Pipeline = {
  name: 'quotes',
  seed: () => undefined,
  start(world, size) {
    const askers = new Askers(world);
    askers.ask(Math.ceil(size / share));
    return askers;
  },
  pending: () => 0,
  idle: () => false,
  invariants: [
    { id: 'I9', title: 'a reply reaches its own caller alone', check: ownReplies },
    { id: 'I9', title: 'a caller ends within its timeout', check: endsInTime },
    { id: 'I9', title: 'a reply is written once', check: writtenOnce },
    { id: 'I8', title: 'one key, one quote', check: oneQuoteAKey },
  ],
};

function ownReplies(world: World): string[] {
  return answersOf(world).flatMap(({ key, items: lines }) => {
    const wrong = lines?.some(({ quantity }) => quantity !== quantityOf(key)) ?? false;
    return wrong ? [`${key} was given the quote of another`] : [];
  });
}

function endsInTime(world: World): string[] {
  return answersOf(world)
    .filter(({ askedAt, answeredAt }) => answeredAt - askedAt > longestAnswer)
    .map(({ key, askedAt, answeredAt }) => `${key} waited ${answeredAt - askedAt} ms`);
}

function writtenOnce(world: World): string[] {
  const rows = items<AskedRow>(world.cloud, world.outputs['RepliesTable']!);
  const writes = world.history.writes(world.outputs['RepliesTable']!);
  return writes.length > 2 * rows.length ? [`${rows.length} requests were written ${writes.length} times`] : [];
}

function oneQuoteAKey(world: World): string[] {
  const byKey = Map.groupBy(
    answersOf(world).filter(({ quoteId }) => quoteId !== undefined),
    ({ key }) => key,
  );
  return [...byKey].flatMap(([key, told]) =>
    new Set(told.map(({ quoteId }) => quoteId)).size > 1 ? [`${key} was given two quotes`] : [],
  );
}
