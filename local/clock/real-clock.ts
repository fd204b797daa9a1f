import { Timers } from './timers.ts';
import type { Cancel, Clock } from './clock.ts';

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Wall-clock time, optionally sped up, that can also be turned forward by hand. */
export class RealClock implements Clock {
  readonly #timers = new Timers();
  readonly #speed: number;
  #origin: number;
  #started: number;
  #armed: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  /** @param speed virtual seconds per real second, more than 0 */
  constructor(speed = 1) {
    if (!(speed > 0)) throw new RangeError(`speed must be more than 0, got ${speed}`);
    this.#speed = speed;
    this.#origin = Date.now();
    this.#started = performance.now();
  }

  now(): number {
    return Math.floor(this.#origin + (performance.now() - this.#started) * this.#speed);
  }

  schedule(at: number, task: () => void): Cancel {
    const cancel = this.#timers.add(at, task);
    if (at < this.#armedFor) this.#arm();
    return cancel;
  }

  /** Turns the clock forward at once; timers that fall due run in order. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`a clock turns forward only, got ${milliseconds} ms`);
    this.#origin += milliseconds;
    this.#run();
  }

  /** Drops every timer, so that the process can end. */
  stop(): void {
    clearTimeout(this.#armed);
    this.#armedFor = -Infinity;
  }

  #arm(): void {
    clearTimeout(this.#armed);
    const at = this.#timers.next();
    this.#armedFor = at ?? Infinity;
    if (at === undefined) return;
    const wait = Math.max(0, Math.ceil((at - this.now()) / this.#speed));
    this.#armed = setTimeout(() => this.#run(), Math.min(wait, LONGEST_TIMEOUT));
  }

  #run(): void {
    for (let task = this.#timers.takeDue(this.now()); task !== undefined; task = this.#timers.takeDue(this.now())) {
      task();
    }
    this.#arm();
  }
}
