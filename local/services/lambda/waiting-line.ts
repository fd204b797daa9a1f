import type { Cancel, Clock } from '../../clock/clock.ts';

/** Takes an environment that came free, or undefined: leave to start one more. */
type Serve<Environment> = (environment: Environment | undefined) => void;

/** Starts that an invocation waits through while the machine has no core to spare. */
const longestWait = 20;

/**
 * Invocations of one function that wait for a busy environment rather than start one more: as long as the last start
 * took, and longer while the machine has no core to spare. One more environment would then cost more than it brings,
 * while one that is used often runs compiled code. One starts at a time.
 */
export class WaitingLine<Environment> {
  readonly #clock: Clock;
  readonly #saturated: () => boolean;
  readonly #waiting: { readonly since: number; readonly serve: Serve<Environment> }[] = [];
  /** Environments that started or are starting, and did not end. */
  #living = 0;
  #startingSince: number | undefined;
  #lastStart = 0;
  #alarm: Cancel | undefined;

  /** @param saturated whether every core has had work of late */
  constructor(clock: Clock, saturated: () => boolean) {
    this.#clock = clock;
    this.#saturated = saturated;
  }

  get empty(): boolean {
    return this.#living === 0 && this.#waiting.length === 0;
  }

  /** Resolves to an environment that came free, or to undefined: the caller starts one more. */
  join(): Promise<Environment | undefined> {
    return new Promise((serve) => {
      this.#waiting.push({ since: this.#clock.now(), serve });
      if (this.#alarm === undefined) this.#watch();
    });
  }

  /** The one that started is ready. */
  started(): void {
    const now = this.#clock.now();
    this.#lastStart = now - (this.#startingSince ?? now);
    this.#startingSince = undefined;
    this.#watch();
  }

  /** @returns whether somebody waited for it */
  offer(environment: Environment): boolean {
    const next = this.#waiting.shift();
    next?.serve(environment);
    return next !== undefined;
  }

  /** @param unstarted whether it ended before it was ready */
  gone(unstarted: boolean): void {
    this.#living -= 1;
    if (unstarted) this.#startingSince = undefined;
    this.#watch();
  }

  #watch(): void {
    this.#alarm?.();
    this.#alarm = undefined;
    const [oldest] = this.#waiting;
    if (oldest === undefined || this.#startingSince !== undefined) return;
    const now = this.#clock.now();
    const waited = now - oldest.since;
    if (this.#living === 0) this.#admit();
    else if (waited < this.#lastStart) this.#lookAgain(oldest.since + this.#lastStart);
    else if (waited < longestWait * this.#lastStart && this.#saturated()) this.#lookAgain(now + this.#lastStart);
    else this.#admit();
  }

  #lookAgain(at: number): void {
    this.#alarm = this.#clock.schedule(at, () => this.#watch());
  }

  #admit(): void {
    this.#living += 1;
    this.#startingSince = this.#clock.now();
    this.#waiting.shift()!.serve(undefined);
  }
}
