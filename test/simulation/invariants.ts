import { chargesOnce, everyStepOnce, ledgersBalance, nothingFromNowhere } from './invariants/effects.ts';
import { acceptedEnds, legalPaths, sameKeySameAnswer } from './invariants/orders.ts';
import {
  boundedRetries,
  everyEventDelivered,
  messagesConserved,
  poisonSetAside,
  setAsideWithCopy,
} from './invariants/messages.ts';
import { expiryInSeconds, noLeaks } from './invariants/records.ts';
import type { World } from './world.ts';

export interface Violation {
  /** As in the fault catalogue: `I3`. */
  readonly id: string;
  readonly what: string;
}

export interface Invariant {
  readonly id: string;
  readonly title: string;
  /** Reads the recorded history and the final state, never the code under test. */
  readonly check: (world: World) => readonly string[];
}

export const invariants: readonly Invariant[] = [
  { id: 'I1', title: 'what was accepted reaches a terminal state', check: acceptedEnds },
  { id: 'I2', title: 'nothing comes from nowhere', check: nothingFromNowhere },
  { id: 'I3', title: 'each step takes effect once', check: everyStepOnce },
  { id: 'I3', title: 'one payment key and one charge per round', check: chargesOnce },
  { id: 'I4', title: 'stock and money balance', check: ledgersBalance },
  { id: 'I5', title: 'every order takes a legal path', check: legalPaths },
  { id: 'I6', title: 'poison is set aside alone, with its reason', check: poisonSetAside },
  { id: 'I6', title: 'what was set aside is in a dead-letter queue', check: setAsideWithCopy },
  { id: 'I7', title: 'each event reaches each of its subscribers', check: everyEventDelivered },
  { id: 'I8', title: 'one key, one order, one answer', check: sameKeySameAnswer },
  { id: 'I11', title: 'retries are bounded', check: boundedRetries },
  { id: 'I14', title: 'messages are conserved', check: messagesConserved },
  { id: 'I15', title: 'nothing leaks into logs', check: noLeaks },
  { id: 'T03', title: 'expiry attributes are epoch seconds', check: expiryInSeconds },
];
