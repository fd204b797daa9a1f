import { LinkedList, type Linked } from './linked-list.ts';
import type { Cancel } from '../../clock/clock.ts';

interface Waiter extends Linked<Waiter> {
  /** Tries to serve the waiter; true when it got something and need not wait on. */
  readonly serve: () => boolean;
}

/** Who waits for messages: long polls, served in the order they came, and listeners of other engines. */
export class Waiters {
  readonly #polls = new LinkedList<Waiter>();
  readonly #listeners = new Set<() => void>();

  add(serve: () => boolean): Cancel {
    const waiter: Waiter = { serve, previous: undefined, next: undefined };
    let waiting = true;
    this.#polls.push(waiter);
    return () => {
      if (waiting) this.#polls.remove(waiter);
      waiting = false;
    };
  }

  listen(listener: () => void): Cancel {
    // A wrapper of its own, so that the same function may listen twice.
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Serves whoever waits, as long as there is something to receive. */
  wake(queue: { readonly receivable: boolean }): void {
    let poll = this.#polls.head;
    while (poll !== undefined && queue.receivable) {
      const next: Waiter | undefined = poll.next;
      poll.serve();
      poll = next;
    }
    if (!queue.receivable) return;
    for (const listener of Array.from(this.#listeners)) listener();
  }
}
