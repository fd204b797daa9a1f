import type { HealthyRetryPolicy } from '../delivery-policy.ts';

/** Milliseconds to wait before retry `number` (from 1), or undefined when the policy is exhausted. */
export type RetryDelay = (number: number) => number | undefined;

const MANAGED: HealthyRetryPolicy = {
  minDelayTarget: 1,
  maxDelayTarget: 20,
  numRetries: 100_015,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  numMaxDelayRetries: 100_000,
  backoffFunction: 'exponential',
};

/**
 * The fixed policy for SQS and Lambda: 3 at once, 2 after 1 s, 10 from 1 s up to 20 s, 100,000 every 20 s; 23 days.
 * AWS adds jitter; here the delays are exact, so that runs stay easy to read.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const managedRetryDelay: RetryDelay = retryDelay(MANAGED);

/** The four phases: at once, before backoff, backoff, after backoff. */
export function retryDelay(policy: HealthyRetryPolicy): RetryDelay {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  const backoff = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
  return (number) => {
    if (number > numRetries) return undefined;
    if (number <= numNoDelayRetries) return 0;
    const afterImmediate = number - numNoDelayRetries;
    if (afterImmediate <= numMinDelayRetries) return policy.minDelayTarget * 1000;
    const step = afterImmediate - numMinDelayRetries;
    if (step > backoff) return policy.maxDelayTarget * 1000;
    return Math.round(backoffSeconds(policy, backoff === 1 ? 0 : (step - 1) / (backoff - 1)) * 1000);
  };
}

/** @param share how far through the backoff phase, 0 to 1 */
function backoffSeconds(policy: HealthyRetryPolicy, share: number): number {
  const { minDelayTarget: least, maxDelayTarget: most } = policy;
  switch (policy.backoffFunction) {
    case 'exponential':
    case 'geometric':
      return least * (most / least) ** share;
    case 'arithmetic':
      return least + (most - least) * share ** 2;
    default:
      return least + (most - least) * share;
  }
}
