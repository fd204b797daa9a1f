import { Heap } from '../../clock/heap.ts';

interface Appointment<T> {
  readonly at: number;
  readonly order: number;
  readonly what: T;
  /** What `ticketOf(what)` gave when it was set; another value means that it no longer holds. */
  readonly ticket: number;
}

/** Stale appointments are swept once they outnumber the kept ones; below this many it is not worth it. */
const WORTH_SWEEPING = 1024;

/** Things by when they fall due. An appointment lapses by itself when the thing's ticket has changed. */
export class DueHeap<T> {
  readonly #heap = new Heap<Appointment<T>>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  readonly #ticketOf: (what: T) => number;
  #order = 0;
  #sweepAt = WORTH_SWEEPING;

  constructor(ticketOf: (what: T) => number) {
    this.#ticketOf = ticketOf;
  }

  push(at: number, what: T): void {
    this.#heap.push({ at, order: this.#order++, what, ticket: this.#ticketOf(what) });
    if (this.#heap.size >= this.#sweepAt) this.#sweep();
  }

  peek(): { readonly at: number; readonly what: T } | undefined {
    for (let top = this.#heap.peek(); top !== undefined; top = this.#heap.peek()) {
      if (top.ticket === this.#ticketOf(top.what)) return top;
      this.#heap.pop();
    }
    return undefined;
  }

  /** Takes the next thing that is due at `now`. */
  takeDue(now: number): T | undefined {
    const top = this.peek();
    if (top === undefined || top.at > now) return undefined;
    return this.#heap.pop()!.what;
  }

  clear(): void {
    this.#heap.clear();
  }

  #sweep(): void {
    const kept: Appointment<T>[] = [];
    for (let top = this.#heap.pop(); top !== undefined; top = this.#heap.pop()) {
      if (top.ticket === this.#ticketOf(top.what)) kept.push(top);
    }
    for (const appointment of kept) this.#heap.push(appointment);
    this.#sweepAt = Math.max(WORTH_SWEEPING, kept.length * 3);
  }
}
