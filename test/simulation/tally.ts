import { faultKinds, type FaultKind } from './fault-plan.ts';
import type { Counts, RunResult } from './run.ts';

/** Sums over many runs, as JSON. */
export interface Tally {
  runs: number;
  failed: number;
  readonly counts: { -readonly [name in keyof Counts]: number };
  readonly injected: Record<FaultKind, number>;
}

export function emptyTally(): Tally {
  return {
    runs: 0,
    failed: 0,
    counts: { attempted: 0, accepted: 0, lost: 0, unexpected: 0, duplicated: 0, recovered: 0 },
    injected: Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>,
  };
}

export function add(tally: Tally, { violations, counts, injected }: RunResult): void {
  tally.runs += 1;
  if (violations.length > 0) tally.failed += 1;
  for (const name of Object.keys(tally.counts) as (keyof Counts)[]) tally.counts[name] += counts[name];
  for (const [kind, times] of injected) tally.injected[kind] += times;
}
