import type { Cancel, Clock } from '../../../clock/clock.ts';

const START = 5;
/** 300 more concurrent batches per minute. */
const GROWTH_PER_SECOND = 5;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const CEILING = 1250;

/** How many batches of a queue may run at once: starts small, grows while there is a backlog, shrinks on errors. */
export class PollerScale {
  readonly #clock: Clock;
  readonly #grown: () => void;
  #ceiling = CEILING;
  #allowed = START;
  #growth: Cancel | undefined;

  /** @param grown called when more batches may run */
  constructor(clock: Clock, grown: () => void) {
    this.#clock = clock;
    this.#grown = grown;
  }

  get allowed(): number {
    return Math.min(this.#allowed, this.#ceiling);
  }

  /** @param maximum a mapping's MaximumConcurrency */
  limit(maximum: number | undefined): void {
    this.#ceiling = maximum ?? CEILING;
  }

  /** Every slot is busy and there may be more to do: grows from second to second until told otherwise. */
  saturated(): void {
    if (this.#growth !== undefined || this.#allowed >= this.#ceiling) return;
    this.#growth = this.#clock.schedule(this.#clock.now() + 1000, () => {
      this.#growth = undefined;
      this.#allowed = Math.min(this.#ceiling, this.#allowed + GROWTH_PER_SECOND);
      this.#grown();
    });
  }

  succeeded(): void {
    if (this.#allowed < START) this.#allowed += 1;
  }

  failed(): void {
    this.#allowed = Math.max(1, Math.floor(this.allowed / 2));
  }

  /** The backlog is gone. */
  relax(): void {
    this.#growth?.();
    this.#growth = undefined;
    this.#allowed = Math.min(this.#allowed, START);
  }
}
