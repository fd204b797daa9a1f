import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultBackoff, longestDelay, receivesToOutlast, shortestDelay } from '../../contracts/backoff.ts';

const backoffs = fc.record({
  baseSeconds: fc.integer({ min: 1, max: 60 }),
  capSeconds: fc.integer({ min: 60, max: 900 }),
});

describe('backoff', () => {
  test('the longest delay doubles from the base up to the cap', () => {
    expect([1, 2, 3, 7, 8, 100].map((attempt) => longestDelay(defaultBackoff, attempt))).toEqual([
      4, 8, 16, 256, 300, 300,
    ]);
  });

  test('a delay is never shorter than half its bound, nor than a second', () => {
    fc.assert(
      fc.property(backoffs, fc.integer({ min: 1, max: 1000 }), (backoff, attempt) => {
        const shortest = shortestDelay(backoff, attempt);
        expect(shortest).toBeGreaterThanOrEqual(1);
        expect(shortest).toBeGreaterThanOrEqual(Math.floor(longestDelay(backoff, attempt) / 2));
        expect(shortest).toBeLessThanOrEqual(Math.max(1, longestDelay(backoff, attempt)));
      }),
    );
  });

  test('the computed receives outlast an outage even if every delay is the shortest', () => {
    fc.assert(
      fc.property(backoffs, fc.integer({ min: 60, max: 14_400 }), (backoff, tolerance) => {
        const receives = receivesToOutlast(tolerance, backoff);
        let waited = 0;
        for (let attempt = 1; attempt < receives; attempt++) waited += shortestDelay(backoff, attempt);
        expect(waited).toBeGreaterThanOrEqual(tolerance);
        expect(waited - shortestDelay(backoff, receives - 1)).toBeLessThan(tolerance);
      }),
    );
  });
});
