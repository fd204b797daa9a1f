import { doubledOrders, lostOrders } from './orders/losses.ts';
import { product } from './product.ts';
import { runOnce, type RunOptions } from './run.ts';
import { variants } from './variants.ts';

export interface ComparisonRow {
  readonly variant: string;
  readonly runs: number;
  readonly accepted: number;
  /** Accepted and never finished, or finished without what belongs to it. */
  readonly lost: number;
  /** Charged more than once at rest. */
  readonly doubled: number;
  /** Runs at whose end some invariant did not hold. */
  readonly broken: number;
}

export interface ComparisonOptions extends Pick<RunOptions, 'orders' | 'faults'> {
  readonly base: number;
  readonly seeds: number;
}

/** The same seeds, so the same orders and mixtures of faults, against each way of guarding. */
export async function compare({ base, seeds, ...options }: ComparisonOptions): Promise<ComparisonRow[]> {
  const rows: ComparisonRow[] = [];
  for (const { name, edits } of variants) {
    const simulated = await product(...edits);
    const row = { variant: name, runs: 0, accepted: 0, lost: 0, doubled: 0, broken: 0 };
    for (let seed = base; seed < base + seeds; seed++) {
      const { world, counts, violations } = await runOnce({ ...simulated, ...options, seed });
      row.runs += 1;
      row.accepted += counts.accepted;
      row.lost += lostOrders(world).length;
      row.doubled += doubledOrders(world).length;
      if (violations.length > 0) row.broken += 1;
    }
    rows.push(row);
  }
  return rows;
}

/** A Markdown table, per 100,000 accepted orders. */
export function comparisonTable(rows: readonly ComparisonRow[]): string {
  const per = (count: number, accepted: number): string => ((count / Math.max(1, accepted)) * 100_000).toFixed(0);
  return [
    '| Guard | Runs | Orders accepted | Lost per 100,000 | Charged twice per 100,000 | Runs with a broken invariant |',
    '|---|---:|---:|---:|---:|---:|',
    ...rows.map(
      ({ variant, runs, accepted, lost, doubled, broken }) =>
        `| ${variant} | ${runs} | ${accepted} | ${per(lost, accepted)} | ${per(doubled, accepted)} | ${broken} |`,
    ),
  ].join('\n');
}
