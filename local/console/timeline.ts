import type { Clock } from '../clock/clock.ts';
import type { Journal, JournalEntry } from '../services/service.ts';

export type TimedEntry = JournalEntry & { readonly at: number };

/** Stamps what the engines report and hands it to everyone who listens, in order. */
export class Timeline {
  readonly #listeners: ((entry: TimedEntry) => void)[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly journal: Journal = (entry) => {
    const timed = { ...entry, at: this.#clock.now() };
    for (const listener of this.#listeners) listener(timed);
  };

  listen(listener: (entry: TimedEntry) => void): void {
    this.#listeners.push(listener);
  }
}
