import { readFileSync, writeFileSync } from 'node:fs';
import type { FaultKind } from './fault-plan.ts';

/** A seed that failed once, as small as it could be made. */
export interface Regression {
  readonly seed: number;
  readonly orders: number;
  readonly faults: readonly FaultKind[];
  /** The invariant that it broke then. */
  readonly broke: string;
  readonly what: string;
}

const file = new URL('regressions.json', import.meta.url);

export function regressions(): Regression[] {
  return JSON.parse(readFileSync(file, 'utf8')) as Regression[];
}

export function recordRegression(regression: Regression): void {
  const known = regressions().filter(({ seed, broke }) => seed !== regression.seed || broke !== regression.broke);
  writeFileSync(file, `${JSON.stringify([...known, regression], undefined, 2)}\n`);
}
