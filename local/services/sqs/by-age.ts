import { DueHeap } from './due-heap.ts';
import { LinkedList, type Linked } from './linked-list.ts';
import type { Entry } from './message.ts';

/** A message's place in the list. */
export interface Place extends Linked<Place> {
  readonly entry: Entry;
}

/**
 * A queue's messages by when they were enqueued. Nearly all come in that order and stand in a list; the few that a
 * dead-letter queue gets late, with their old enqueue time, wait in a heap.
 */
export class ByAge {
  readonly #inOrder = new LinkedList<Place>();
  readonly #late = new DueHeap<Entry>((entry) => (entry.state === 'gone' ? 1 : 0));
  #newest = -Infinity;

  add(entry: Entry): void {
    const { enqueuedAt } = entry.record;
    if (enqueuedAt < this.#newest) {
      this.#late.push(enqueuedAt, entry);
      return;
    }
    this.#newest = enqueuedAt;
    entry.place = { entry, previous: undefined, next: undefined };
    this.#inOrder.push(entry.place);
  }

  remove(entry: Entry): void {
    if (entry.place !== undefined) this.#inOrder.remove(entry.place);
    entry.place = undefined;
  }

  get oldest(): Entry | undefined {
    const first = this.#inOrder.head?.entry;
    const late = this.#late.peek()?.what;
    if (first === undefined || late === undefined) return first ?? late;
    return late.record.enqueuedAt < first.record.enqueuedAt ? late : first;
  }
}
