import type { Random } from '../../local/clock/random.ts';

/** Everything that can be done to a run, by the name that `--faults` takes. */
export const faultKinds = [
  'crash-before-call',
  'crash-after-call',
  'crash-before-return',
  'out-of-memory',
  'throttle',
  'lost-reply',
  'late-request',
  'slow-call',
  'transaction-conflict',
  'failed-entries',
  'lost-delete',
  'two-workers',
  'clock-skew',
  'frozen-instance',
  'payment-down',
  'payment-slow',
  'payment-lost-reply',
  'payment-declines',
  'mail-fails',
  'client-retries',
  'client-other-body',
  'cancellations',
  'poison-message',
  'crashing-message',
  'duplicate-order-message',
  'stuck-relay',
  'throttled-mapping',
  'redrive',
  'idempotency-down',
  'quotes-down',
  'late-replay',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Drawn at every request of an invocation: more of them, and no invocation would come to its end. */
const deadly: ReadonlySet<FaultKind> = new Set([
  'crash-before-call',
  'crash-after-call',
  'out-of-memory',
  'late-request',
]);

/** Drawn once for an order. */
const rare: ReadonlySet<FaultKind> = new Set([
  'cancellations',
  'client-other-body',
  'client-retries',
  'crashing-message',
  'payment-slow',
  'payment-lost-reply',
]);

interface Ration {
  readonly rate: number;
  readonly random: Random;
}

/**
 * Which faults a run suffers and how often. Every seed draws its own mixture, so that rare combinations come up too. Each
 * kind draws from a stream of its own, so that a run can be shrunk: leaving one out does not reshuffle the others.
 */
export class FaultPlan {
  /** Injected so far, by kind. */
  readonly injected = new Map<FaultKind, number>();
  readonly #rations = new Map<FaultKind, Ration>();
  readonly #random: Random;
  #on = true;

  constructor(random: Random, allowed: readonly FaultKind[]) {
    this.#random = random.fork('amounts');
    for (const kind of allowed) {
      const own = random.fork(kind);
      const chosen = own.next() < 0.5;
      const rate = (0.02 + 0.18 * own.next() ** 2) * (deadly.has(kind) ? 0.25 : rare.has(kind) ? 3 : 1);
      if (chosen) this.#rations.set(kind, { rate, random: own });
    }
  }

  /** A plan that nobody drew: these kinds, this often. */
  static exactly(random: Random, rates: Readonly<Partial<Record<FaultKind, number>>>): FaultPlan {
    const plan = new FaultPlan(random, []);
    for (const [kind, rate] of Object.entries(rates) as [FaultKind, number][]) {
      plan.#rations.set(kind, { rate, random: random.fork(kind) });
    }
    return plan;
  }

  /** Whether this run has the fault at all. */
  has(kind: FaultKind): boolean {
    return this.#rations.has(kind);
  }

  /** Whether it strikes here and now; counted if so. */
  strikes(kind: FaultKind): boolean {
    const ration = this.#rations.get(kind);
    if (!this.#on || ration === undefined || ration.random.next() >= ration.rate) return false;
    this.count(kind);
    return true;
  }

  count(kind: FaultKind): void {
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.#random.next() * (most - least + 1));
  }

  /** From here on nothing fails any more; liveness is owed within the drain time. */
  stop(): void {
    this.#on = false;
  }

  get over(): boolean {
    return !this.#on;
  }
}
