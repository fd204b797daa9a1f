import { LinkedList, type Linked } from './linked-list.ts';
import type { DeliveryOrder } from './delivery-order.ts';
import type { Entry } from './message.ts';

interface Group extends Linked<Group> {
  readonly id: string;
  /** In the order they were sent, those in flight too. */
  readonly messages: LinkedList<Entry>;
  /** Whether it stands in the line of groups that have something to give. */
  waiting: boolean;
}

/**
 * Message groups: each in order and locked while its first message is in flight. A receive takes as many as it can of
 * one group, up to one that is still in flight, before it turns to the next.
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
      group = { id, messages: new LinkedList(), waiting: false, previous: undefined, next: undefined };
      this.#groups.set(id, group);
    }
    group.messages.push(entry);
    this.#review(group);
  }

  becameVisible(entry: Entry): void {
    this.#review(this.#groupOf(entry));
  }

  becameInFlight(entry: Entry): void {
    this.#review(this.#groupOf(entry));
  }

  removed(entry: Entry): void {
    const group = this.#groupOf(entry);
    group.messages.remove(entry);
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
    const ready = group.messages.head?.state === 'visible';
    if (ready === group.waiting) return;
    group.waiting = ready;
    if (ready) this.#line.push(group);
    else this.#line.remove(group);
  }
}
