import { bodyText } from '../../simulation/request-body.ts';
import type { AwsRequest } from '../../simulation/habitat.ts';
import type { FaultPlan } from './fault-plan.ts';

const minute = 60_000;

type Span = readonly [from: number, to: number];

/** Faults that last, rather than strike: chosen once per run. */
export class Outbreak {
  readonly relayStuckUntil: number;
  /** Orders whose processing takes its function down, with what a request must hold for it: nothing, or the last step. */
  readonly crashing = new Map<string, '' | '"COMPLETED"'>();
  /** Orders that an operator sent back to work when all was well again. */
  readonly redriven = new Set<string>();
  readonly #outage: Span | undefined;
  readonly #recordsLost: Span | undefined;
  readonly #serverAway: Span | undefined;

  constructor(plan: FaultPlan, start: number) {
    this.relayStuckUntil = plan.has('stuck-relay') ? start + plan.between(1, 8) * minute : start;
    const from = start + plan.between(0, 60) * 1000;
    this.#outage = plan.has('payment-down') ? [from, from + plan.between(1, 10) * minute] : undefined;
    this.#recordsLost = plan.has('idempotency-down') ? [from, from + plan.between(1, 10) * minute] : undefined;
    // Longer than questions wait, at times.
    this.#serverAway = plan.has('quotes-down') ? [start, start + plan.between(2, 12) * minute] : undefined;
  }

  paymentDown(at: number): boolean {
    return within(this.#outage, at);
  }

  /** Whether the table of idempotency records refuses every request. */
  idempotencyDown(at: number): boolean {
    return within(this.#recordsLost, at);
  }

  /** Whether the server of quotes cannot reach what it needs for an answer. */
  quotesDown(at: number): boolean {
    return within(this.#serverAway, at);
  }

  /** Whether a request body is about an order that takes its function down. */
  crashes(request: AwsRequest): boolean {
    if (this.crashing.size === 0) return false;
    const body = bodyText(request);
    for (const [orderId, step] of this.crashing) if (body.includes(orderId) && body.includes(step)) return true;
    return false;
  }
}

function within(span: Span | undefined, at: number): boolean {
  return span !== undefined && at >= span[0] && at < span[1];
}
