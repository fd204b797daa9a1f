/** Counts of the window under way and the one before it. */
export interface Window {
  /** Number of the window since the epoch. */
  readonly window?: number;
  readonly calls?: number;
  readonly failures?: number;
  readonly earlierCalls?: number;
  readonly earlierFailures?: number;
}

export interface Tally {
  readonly calls: number;
  readonly failures: number;
}

export function windowAt(now: number, windowSeconds: number): number {
  return Math.floor(now / (windowSeconds * 1000));
}

/**
 * Adds calls to the window of `now`. An instance whose clock is behind adds to the latest window there is, so that clocks
 * that differ can lengthen a window and never turn it back.
 */
export function counted(row: Window, now: number, windowSeconds: number, { calls, failures }: Tally): Required<Window> {
  const current = Math.max(windowAt(now, windowSeconds), row.window ?? 0);
  if (row.window === current) {
    return {
      window: current,
      calls: (row.calls ?? 0) + calls,
      failures: (row.failures ?? 0) + failures,
      earlierCalls: row.earlierCalls ?? 0,
      earlierFailures: row.earlierFailures ?? 0,
    };
  }
  const follows = row.window === current - 1;
  return {
    window: current,
    calls,
    failures,
    earlierCalls: follows ? (row.calls ?? 0) : 0,
    earlierFailures: follows ? (row.failures ?? 0) : 0,
  };
}

/** A sliding window out of two fixed ones: all of the present one, and of the one before the part that still overlaps. */
export function share(row: Window, now: number, windowSeconds: number): Tally {
  const elapsed = now / (windowSeconds * 1000) - windowAt(now, windowSeconds);
  const { calls, failures, earlierCalls, earlierFailures } = counted(row, now, windowSeconds, {
    calls: 0,
    failures: 0,
  });
  const overlap = row.window !== undefined && row.window > windowAt(now, windowSeconds) ? 1 : 1 - elapsed;
  return { calls: calls + earlierCalls * overlap, failures: failures + earlierFailures * overlap };
}
