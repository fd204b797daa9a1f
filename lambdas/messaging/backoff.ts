import { longestDelay, shortestDelay, type Backoff } from '../../contracts/backoff.ts';
import { clock } from './clock.ts';

/** SQS allows no message to stay invisible longer, counted from its receive. */
const longestVisibilitySeconds = 43_200;

/**
 * Whole seconds until the next attempt: exponential, jittered between half and full, never below `atLeast`
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/).
 *
 * @param attempt 1 after the first receive
 * @param atLeast what the downstream asked for, such as Retry-After
 */
export function delayAfter(
  backoff: Backoff,
  attempt: number,
  atLeast = 0,
  random: () => number = clock.random,
): number {
  const shortest = shortestDelay(backoff, attempt);
  const longest = Math.max(shortest, longestDelay(backoff, attempt));
  const delay = shortest + Math.floor(random() * (longest - shortest + 1));
  return Math.min(longestVisibilitySeconds, Math.max(delay, Math.ceil(atLeast)));
}
