import { LinkedList } from './linked-list.ts';
import type { Entry } from './message.ts';

/** How fast past processing time is forgotten: "recent" is not put into numbers by AWS. */
const RECENT_MILLISECONDS = 5 * 60_000;
const QUIET_AFTER_MILLISECONDS = 5 * 60_000;
const NOISY_SHARE = 0.1;
const NOISY_IN_FLIGHT = 30;

/** A sum in which every addend fades with its age. */
export class RecentSum {
  #value = 0;
  #at = 0;

  add(amount: number, now: number): void {
    this.#value = this.at(now) + amount;
    this.#at = now;
  }

  at(now: number): number {
    return this.#value * Math.exp((this.#at - now) / RECENT_MILLISECONDS);
  }
}

/** The messages of a standard queue that carry one message group id. */
export class Tenant {
  readonly id: string | undefined;
  /** Waiting to be received, in order of their turn. */
  readonly visible = new LinkedList<Entry>();
  readonly processing = new RecentSum();
  /** Messages in any state. */
  count = 0;
  inFlight = 0;
  lastSentAt = 0;
  /** Counts how often the head of `visible` changed. */
  ticket = 0;
  noisy = false;

  constructor(id: string | undefined) {
    this.id = id;
  }

  /**
   * Whether this tenant holds so much of the consumers that others go first.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
   */
  isNoisy(allInFlight: number, allProcessing: RecentSum, now: number): boolean {
    // Messages without a group id are each a tenant of their own, and one message alone is never noisy.
    if (this.id === undefined || this.lastSentAt + QUIET_AFTER_MILLISECONDS <= now) return false;
    if (this.inFlight >= NOISY_IN_FLIGHT && this.inFlight > allInFlight * NOISY_SHARE) return true;
    return this.processing.at(now) > allProcessing.at(now) * NOISY_SHARE;
  }
}
