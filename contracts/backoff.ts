/** How long a message rests between attempts. The plan sizes queues by it, the consumer waits by it. */
export interface Backoff {
  /** Upper bound of the first delay, seconds, at least 1. */
  readonly baseSeconds: number;
  /** Upper bound of every delay, seconds, at most 43,200 (SQS allows no longer visibility). */
  readonly capSeconds: number;
}

export const defaultBackoff: Backoff = { baseSeconds: 4, capSeconds: 300 };

/**
 * The longest delay after a given attempt, in seconds: doubling from the base up to the cap.
 *
 * @param attempt 1 for the first receive
 */
export function longestDelay(backoff: Backoff, attempt: number): number {
  return Math.min(backoff.capSeconds, backoff.baseSeconds * 2 ** Math.min(attempt - 1, 30));
}

/**
 * The shortest delay: half the longest. Full jitter (0 to longest) would let an unlucky message spend all its receives
 * early in an outage.
 */
export function shortestDelay(backoff: Backoff, attempt: number): number {
  return Math.max(1, Math.floor(longestDelay(backoff, attempt) / 2));
}

/** Receives that a queue must allow so that a downstream outage of `toleranceSeconds` sets no message aside, luck at its worst. */
export function receivesToOutlast(toleranceSeconds: number, backoff: Backoff): number {
  let waited = 0;
  let receives = 1;
  while (waited < toleranceSeconds) {
    waited += shortestDelay(backoff, receives);
    receives += 1;
  }
  return receives;
}
