import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultBackoff, longestDelay } from '../../../contracts/backoff.ts';
import { delayAfter } from '../../../lambdas/messaging/backoff.ts';

test('I11: a delay lies between half its bound and its bound, whatever the dice say', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, dice) => {
        const delay = delayAfter(defaultBackoff, attempt, 0, () => dice);
        expect(delay).toBeLessThanOrEqual(longestDelay(defaultBackoff, attempt));
        expect(delay).toBeGreaterThanOrEqual(Math.floor(longestDelay(defaultBackoff, attempt) / 2));
        expect(Number.isInteger(delay)).toBe(true);
      },
    ),
  );
});

test('X08: a Retry-After longer than the backoff is waited for', () => {
  expect(delayAfter(defaultBackoff, 1, 120.2, () => 0)).toBe(121);
});

test('no delay exceeds what SQS allows for visibility', () => {
  expect(delayAfter(defaultBackoff, 1, 1e9, () => 0)).toBe(43_200);
});
