import type { Entry } from './message.ts';

/** Which of a queue's messages is next. Told of every change of a message's state after the state was set. */
export interface DeliveryOrder {
  /** A message came in: delayed, visible or (after a restart) in flight. */
  added(entry: Entry, now: number): void;
  /** Delay or visibility timeout is over. */
  becameVisible(entry: Entry, from: 'delayed' | 'in-flight', now: number): void;
  /** Handed out, or hidden by a new visibility timeout. */
  becameInFlight(entry: Entry, now: number): void;
  /** Gone for good. */
  removed(entry: Entry, from: 'delayed' | 'visible' | 'in-flight', now: number): void;
  /** Whether a receive would find anything. */
  readonly receivable: boolean;
  /**
   * Shows the next messages one after the other. `visit` must hide or remove each, and says whether it counts.
   *
   * @param most stops after this many that count
   */
  take(most: number, now: number, visit: (entry: Entry) => boolean): void;
}
