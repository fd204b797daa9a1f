import { Timers } from './timers.ts';
import type { Cancel, Clock } from './clock.ts';

const realSetImmediate = setImmediate;

/** Lets every promise that can settle without the clock settle. */
const macrotask = (): Promise<void> => new Promise((resolve) => realSetImmediate(resolve));

/** A clock that stands still until turned. Time passes only inside `advance` and `runUntil`. */
export class VirtualClock implements Clock {
  readonly #timers = new Timers();
  readonly #settle: () => Promise<void>;
  #now: number;

  /**
   * @param start milliseconds since the epoch
   * @param settle awaited after each timer, so that what it set off comes to rest before time moves on
   */
  constructor(start = Date.UTC(2026, 0, 1), settle: () => Promise<void> = macrotask) {
    this.#now = start;
    this.#settle = settle;
  }

  now(): number {
    return this.#now;
  }

  schedule(at: number, task: () => void): Cancel {
    return this.#timers.add(at, task);
  }

  /** When the next timer is due, or undefined if nothing waits. */
  next(): number | undefined {
    return this.#timers.next();
  }

  /** Turns the clock forward, running every timer that falls due on the way. */
  async advance(milliseconds: number): Promise<void> {
    await this.advanceTo(this.#now + milliseconds);
  }

  async advanceTo(target: number): Promise<void> {
    await this.#settle();
    for (let at = this.#timers.next(); at !== undefined && at <= target; at = this.#timers.next()) {
      this.#now = Math.max(this.#now, at);
      this.#timers.takeDue(this.#now)?.();
      await this.#settle();
    }
    this.#now = Math.max(this.#now, target);
  }

  /**
   * Turns the clock from timer to timer until `done` holds.
   *
   * @returns whether `done` held before `deadline` (milliseconds since the epoch)
   */
  async runUntil(done: () => boolean, deadline: number): Promise<boolean> {
    await this.#settle();
    while (!done()) {
      const at = this.#timers.next();
      if (at === undefined || at > deadline) return false;
      await this.advanceTo(at);
    }
    return true;
  }
}
