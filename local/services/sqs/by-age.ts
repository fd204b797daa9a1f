import { DueHeap } from './due-heap.ts';
import { LinkedList, type Linked } from './linked-list.ts';
import type { Entry } from './message.ts';

/** A message's place in one of the lists. */
export interface Place extends Linked<Place> {
  readonly entry: Entry;
  readonly list: LinkedList<Place>;
}

/**
 * A queue's messages by age. Nearly all come in the order in which they were enqueued; a dead-letter queue gets its
 * messages late, with their old enqueue time, so those also wait in a heap.
 */
export class ByAge {
  readonly #inOrder = new LinkedList<Place>();
  readonly #late = new LinkedList<Place>();
  readonly #lateByEnqueueTime = new DueHeap<Entry>((entry) => (entry.state === 'gone' ? 1 : 0));
  #newest = -Infinity;

  add(entry: Entry): void {
    const { enqueuedAt } = entry.record;
    const late = enqueuedAt < this.#newest;
    const list = late ? this.#late : this.#inOrder;
    entry.place = { entry, list, previous: undefined, next: undefined };
    list.push(entry.place);
    if (late) this.#lateByEnqueueTime.push(enqueuedAt, entry);
    else this.#newest = enqueuedAt;
  }

  remove(entry: Entry): void {
    entry.place?.list.remove(entry.place);
    entry.place = undefined;
  }

  get firstToExpire(): Entry | undefined {
    return earlier(this.#inOrder.head?.entry, this.#lateByEnqueueTime.peek()?.what, 'enqueuedAt');
  }

  get longestHere(): Entry | undefined {
    return earlier(this.#inOrder.head?.entry, this.#late.head?.entry, 'arrivedAt');
  }
}

function earlier(a: Entry | undefined, b: Entry | undefined, by: 'enqueuedAt' | 'arrivedAt'): Entry | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.record[by] < a.record[by] ? b : a;
}
