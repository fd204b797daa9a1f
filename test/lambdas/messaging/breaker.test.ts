import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakerStates, defaultBreakerPolicy as policy } from '../../../contracts/breaker.ts';
import {
  due,
  eventOf,
  moved,
  mustClose,
  mustOpen,
  newRow,
  type BreakerRow,
} from '../../../lambdas/messaging/breaker/row.ts';
import { counted, share } from '../../../lambdas/messaging/breaker/window.ts';

const second = 1000;
/** The start of a window. */
const start = 1_800_000_000 * second;

const after = (row: BreakerRow, calls: number, failures: number, now = start): BreakerRow => ({
  ...row,
  ...counted(row, now, policy.windowSeconds, { calls, failures }),
});
const closed = newRow('payment');

describe('a closed breaker', () => {
  test('opens once half of enough calls failed', () => {
    expect(mustOpen(after(closed, 10, 5), start, policy)).toBe(true);
    expect(mustOpen(after(closed, 10, 4), start, policy)).toBe(false);
  });

  test('concludes nothing from a few calls', () => {
    expect(mustOpen(after(closed, 4, 4), start, policy)).toBe(false);
  });

  test('lets go of failures bit by bit, and of all when two windows have gone by', () => {
    const failed = after(closed, 8, 8);
    const at = (seconds: number) => mustOpen(failed, start + seconds * second, policy);
    expect([at(29), at(35), at(45), at(61)]).toEqual([true, true, false, false]);
  });

  test('counts the same in whatever portions it is told', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (outcomes) => {
        const oneByOne = outcomes.reduce((row, failed) => after(row, 1, failed ? 1 : 0), closed);
        const atOnce = after(closed, outcomes.length, outcomes.filter(Boolean).length);
        expect(share(oneByOne, start, policy.windowSeconds)).toEqual(share(atOnce, start, policy.windowSeconds));
      }),
    );
  });

  test('a clock that is behind adds to the window there is and turns nothing back', () => {
    const ahead = after(closed, 3, 3, start + 300 * second);
    const row = after(ahead, 2, 2, start);
    expect(row).toMatchObject({ window: ahead.window, calls: 5, failures: 5 });
    expect(mustOpen(row, start, policy)).toBe(true);
  });
});

describe('an open breaker', () => {
  const open = moved(closed, 'OPEN', start, policy);

  test('is probed a minute later, and each probe that fails doubles the rest up to five minutes', () => {
    let row = open;
    const rests = [];
    for (let probe = 0; probe < 5; probe++) {
      rests.push((row.probeAt! - row.since) / second);
      row = moved(moved(row, 'HALF_OPEN', row.probeAt!, policy), 'OPEN', row.probeAt!, policy);
    }
    expect(rests).toEqual([60, 120, 240, 300, 300]);
  });

  test('is half-opened when the time has come, not before', () => {
    expect(due(open, start + 59 * second, policy)).toBeUndefined();
    expect(due(open, start + 60 * second, policy)).toEqual({ to: 'HALF_OPEN', reason: 'probe-due' });
  });

  test('starts afresh once it has closed', () => {
    const half = { ...moved(open, 'HALF_OPEN', start, policy), failedProbes: 4 };
    expect(moved(half, 'CLOSED', start, policy)).toEqual({ ...closed, version: 3, since: start });
  });
});

describe('a half-open breaker', () => {
  const half: BreakerRow = { ...moved(closed, 'HALF_OPEN', start, policy), leaseUntil: start + 60 * second };

  test('closes when every permit came back with a success', () => {
    expect(mustClose({ ...half, succeeded: new Set(['a', 'b']) }, policy)).toBe(false);
    expect(mustClose({ ...half, succeeded: new Set(['a', 'b', 'c']) }, policy)).toBe(true);
  });

  test('takes a permit that stayed out too long for a failure', () => {
    const taken = { ...half, holders: new Set(['a', 'b']), succeeded: new Set(['a']) };
    expect(due(taken, start + 59 * second, policy)).toBeUndefined();
    expect(due(taken, start + 60 * second, policy)).toEqual({ to: 'OPEN', reason: 'probe-silent' });
  });

  test('is closed by the controller where the last probe could not', () => {
    const all = new Set(['a', 'b', 'c']);
    expect(due({ ...half, holders: all, succeeded: all }, start, policy)).toEqual({
      to: 'CLOSED',
      reason: 'probes-passed',
    });
  });

  test('waits for calls as long as none comes', () => {
    expect(due(half, start + 24 * 3600 * second, policy)).toBeUndefined();
  });
});

test('a breaker knows four transitions, each with an event of its own, and refuses all others', () => {
  const pairs = breakerStates.flatMap((from) => breakerStates.map((to) => [from, to] as const));
  const events = pairs.flatMap(([from, to]) => {
    try {
      return [eventOf(from, to)];
    } catch {
      return [];
    }
  });
  expect(events.toSorted()).toEqual(['breaker.closed', 'breaker.half-opened', 'breaker.opened', 'breaker.reopened']);
  expect(() => eventOf('CLOSED', 'HALF_OPEN')).toThrow(/A breaker that is CLOSED cannot become HALF_OPEN/);
});
