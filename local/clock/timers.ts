import { Heap } from './heap.ts';
import type { Cancel } from './clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  task: (() => void) | undefined;
}

/** Timers by due time, then by the order they were set: the queue that both clocks share. */
export class Timers {
  readonly #heap = new Heap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  #order = 0;

  add(at: number, task: () => void): Cancel {
    const timer: Timer = { at, order: this.#order++, task };
    this.#heap.push(timer);
    return () => {
      timer.task = undefined;
    };
  }

  /** When the next timer is due, or undefined if none is set. */
  next(): number | undefined {
    for (let top = this.#heap.peek(); top !== undefined; top = this.#heap.peek()) {
      if (top.task !== undefined) return top.at;
      this.#heap.pop();
    }
    return undefined;
  }

  /** Takes the next timer's task if it is due at `now`. */
  takeDue(now: number): (() => void) | undefined {
    const at = this.next();
    if (at === undefined || at > now) return undefined;
    return this.#heap.pop()!.task;
  }
}
