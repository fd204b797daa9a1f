import {
  boundedRetries,
  everythingSent,
  messagesConserved,
  poisonSetAside,
  setAsideWithCopy,
} from './invariants/messages.ts';
import { expiryInSeconds, noLeaks } from './invariants/records.ts';
import type { Invariant } from './pipeline.ts';
import { pipelines } from './pipelines.ts';

export interface Violation {
  /** As in the fault catalogue: `I3`. */
  readonly id: string;
  readonly what: string;
}

/** What holds for all pipelines together, and for each. */
export const invariants: readonly Invariant[] = [
  { id: 'I6', title: 'poison is set aside alone, with its reason', check: poisonSetAside },
  { id: 'I6', title: 'what was set aside is in a dead-letter queue', check: setAsideWithCopy },
  { id: 'I7', title: 'whatever waits to be sent is sent', check: everythingSent },
  { id: 'I11', title: 'retries are bounded', check: boundedRetries },
  { id: 'I14', title: 'messages are conserved', check: messagesConserved },
  { id: 'I15', title: 'nothing leaks into logs', check: noLeaks },
  { id: 'T03', title: 'expiry attributes are epoch seconds', check: expiryInSeconds },
  ...pipelines.flatMap((pipeline) => pipeline.invariants),
];
