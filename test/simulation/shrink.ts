import { faultKinds, type FaultKind } from './fault-plan.ts';
import { runOnce, type RunOptions, type RunResult } from './run.ts';

export interface Shrunk {
  readonly faults: readonly FaultKind[];
  readonly orders: number;
  /** The small run itself. */
  readonly result: RunResult;
}

/** Looks for the smallest run of a failing seed that still breaks the same invariant: first fewer faults, then fewer orders. */
export async function shrink(options: RunOptions, failed: RunResult): Promise<Shrunk> {
  const { id } = failed.violations[0]!;
  let best: Shrunk = {
    faults: (options.faults ?? faultKinds).filter((kind) => failed.injected.has(kind)),
    orders: options.orders ?? 20,
    result: failed,
  };
  const attempt = async (faults: readonly FaultKind[], orders: number): Promise<boolean> => {
    const result = await runOnce({ ...options, faults, orders });
    if (!result.violations.some((violation) => violation.id === id)) return false;
    best = { faults, orders, result };
    return true;
  };
  // Kinds that never struck still shift nothing but the outbreaks; without them the run may be another.
  if (!(await attempt(best.faults, best.orders))) best = { ...best, faults: options.faults ?? faultKinds };
  for (const kind of best.faults) {
    await attempt(
      best.faults.filter((other) => other !== kind),
      best.orders,
    );
  }
  for (const orders of [1, 2, 3, 5, 8, 12, 16]) {
    if (orders < best.orders && (await attempt(best.faults, orders))) break;
  }
  return best;
}
