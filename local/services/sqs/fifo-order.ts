import { LinkedList, type Linked } from './linked-list.ts';
import type { DeliveryOrder } from './delivery-order.ts';
import type { Entry } from './message.ts';

interface Group extends Linked<Group> {
  readonly id: string;
  /** In the order they were sent, those in flight too. */
  readonly messages: LinkedList<Entry>;
  inFlight: number;
  /** Whether it stands in the line of groups that have something to give. */
  waiting: boolean;
}

/**
 * Message groups: each in order and locked while any of its messages is in flight. A receive takes as many as it can of
 * one group before it turns to the next.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export class FifoOrder implements DeliveryOrder {
  readonly #groups = new Map<string, Group>();
  readonly #line = new LinkedList<Group>();

  get receivable(): boolean {
    return this.#line.head !== undefined;
  }

  added(entry: Entry): void {
    const id = entry.record.groupId ?? '';
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = { id, messages: new LinkedList(), inFlight: 0, waiting: false, previous: undefined, next: undefined };
      this.#groups.set(id, group);
    }
    group.messages.push(entry);
    if (entry.state === 'in-flight') group.inFlight += 1;
    this.#review(group);
  }

  becameVisible(entry: Entry, from: 'delayed' | 'in-flight'): void {
    const group = this.#groupOf(entry);
    if (from === 'in-flight') group.inFlight -= 1;
    this.#review(group);
  }

  becameInFlight(entry: Entry): void {
    const group = this.#groupOf(entry);
    group.inFlight += 1;
    this.#review(group);
  }

  removed(entry: Entry, from: 'delayed' | 'visible' | 'in-flight'): void {
    const group = this.#groupOf(entry);
    group.messages.remove(entry);
    if (from === 'in-flight') group.inFlight -= 1;
    this.#review(group);
    if (group.messages.head === undefined) this.#groups.delete(group.id);
  }

  take(most: number, _now: number, visit: (entry: Entry) => boolean): void {
    let taken = 0;
    for (let group = this.#line.head; group !== undefined && taken < most; group = this.#line.head) {
      let entry = group.messages.head;
      while (entry?.state === 'visible' && taken < most) {
        const next: Entry | undefined = entry.next;
        if (visit(entry)) taken += 1;
        entry = next;
      }
    }
  }

  #groupOf(entry: Entry): Group {
    return this.#groups.get(entry.record.groupId ?? '')!;
  }

  /** Puts the group in the line, or takes it out. */
  #review(group: Group): void {
    const ready = group.inFlight === 0 && group.messages.head?.state === 'visible';
    if (ready === group.waiting) return;
    group.waiting = ready;
    if (ready) this.#line.push(group);
    else this.#line.remove(group);
  }
}
