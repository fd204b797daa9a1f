import type { Pipeline } from '../pipeline.ts';
import type { World } from '../world.ts';
import { Askers, answersOf, quantityOf } from './askers.ts';
import { answerLate } from './slow-server.ts';
import { answeredBeforeAcknowledged, lateNotTaken, nothingAnsweredLate, writtenOnce } from './replies.ts';

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
  comesLate: answerLate,
  invariants: [
    { id: 'I9', title: 'a reply reaches its own caller alone', check: ownReplies },
    { id: 'I9', title: 'a caller ends within its timeout', check: endsInTime },
    { id: 'I9', title: 'a reply is written once', check: writtenOnce },
    { id: 'I9', title: 'a reply that comes late is not taken', check: lateNotTaken },
    { id: 'I9', title: 'nothing is answered after its deadline', check: nothingAnsweredLate },
    { id: 'I2', title: 'a question is acknowledged after it was answered', check: answeredBeforeAcknowledged },
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

function oneQuoteAKey(world: World): string[] {
  const byKey = Map.groupBy(
    answersOf(world).filter(({ quoteId }) => quoteId !== undefined),
    ({ key }) => key,
  );
  return [...byKey].flatMap(([key, told]) =>
    new Set(told.map(({ quoteId }) => quoteId)).size > 1 ? [`${key} was given two quotes`] : [],
  );
}
