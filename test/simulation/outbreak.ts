import { bodyText } from './faulty-habitat.ts';
import type { AwsRequest } from './habitat.ts';
import type { FaultPlan } from './fault-plan.ts';

const minute = 60_000;

/** Faults that last, rather than strike: chosen once per run. */
export class Outbreak {
  readonly relayStuckUntil: number;
  /** Orders whose processing takes its function down, by id. */
  readonly crashing = new Set<string>();
  readonly #outage: readonly [from: number, to: number] | undefined;

  constructor(plan: FaultPlan, start: number) {
    this.relayStuckUntil = plan.has('stuck-relay') ? start + plan.between(1, 8) * minute : start;
    const from = start + plan.between(0, 60) * 1000;
    this.#outage = plan.has('payment-down') ? [from, from + plan.between(1, 10) * minute] : undefined;
  }

  paymentDown(at: number): boolean {
    return this.#outage !== undefined && at >= this.#outage[0] && at < this.#outage[1];
  }

  /** Whether a request body is about an order that takes its function down. */
  crashes(request: AwsRequest): boolean {
    if (this.crashing.size === 0) return false;
    const body = bodyText(request);
    for (const orderId of this.crashing) if (body.includes(orderId)) return true;
    return false;
  }
}
