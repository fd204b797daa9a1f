export interface Limit {
  readonly sign: '≤' | '≥';
  readonly value: number;
  /** Whether it is the share of the peer's value that is limited. */
  readonly ofPeer?: boolean;
}

/** One line of the report. */
export interface Measure {
  readonly name: string;
  /** What was measured, in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** `≤ 2.5`, `≥ 150`; absent where there is none. */
  readonly limit?: Limit;
  /** The peer it is held against, with the peer's own value. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** Whether missing the limit fails the run: for counts and loose ratios, never for milliseconds. */
  readonly gate?: boolean;
}

export interface BenchCase {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<readonly Measure[]>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

/** Runs contenders in turns, drops the first turn as warm-up, and gives the median of each: noise hits all alike. */
export async function interleave<Name extends string>(
  contenders: Readonly<Record<Name, () => Promise<number>>>,
  turns: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const taken = new Map(names.map((name) => [name, [] as number[]]));
  for (let turn = 0; turn <= turns; turn++) {
    for (const name of names) {
      const value = await contenders[name]();
      if (turn > 0) taken.get(name)!.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name)!)])) as Record<Name, number>;
}

export function missed({ value, limit, peer }: Measure): boolean {
  if (limit === undefined) return false;
  const measured = limit.ofPeer === true ? value / peer!.value : value;
  return limit.sign === '≤' ? measured > limit.value : measured < limit.value;
}
