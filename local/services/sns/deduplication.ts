import type { MessageRecord } from './store.ts';

/** SNS remembers a deduplication id for five minutes. */
const WINDOW_MS = 5 * 60_000;

/** What a duplicate is answered with: the ids of the message that was taken. */
export interface Taken {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly until: number;
}

/** Which messages a FIFO topic has already taken. One per topic; forgets in O(1) amortised. */
export class Deduplication {
  /** In the order they were taken, so that the oldest are first. */
  readonly #taken = new Map<string, Taken>();

  /** @param perGroup `FifoThroughputScope` is `MessageGroup` */
  find(perGroup: boolean, groupId: string, id: string, now: number): Taken | undefined {
    for (const [key, { until }] of this.#taken) {
      if (until > now) break;
      this.#taken.delete(key);
    }
    return this.#taken.get(key(perGroup, groupId, id));
  }

  /** What is remembered, oldest first, under keys that `set` takes. */
  entries(): IterableIterator<[string, Taken]> {
    return this.#taken.entries();
  }

  set(key: string, taken: Taken): void {
    this.#taken.set(key, taken);
  }

  remember(perGroup: boolean, message: MessageRecord): void {
    const { messageGroupId, messageDeduplicationId, sequenceNumber, messageId, publishedAt } = message;
    if (messageGroupId === undefined || messageDeduplicationId === undefined || sequenceNumber === undefined) return;
    this.#taken.set(key(perGroup, messageGroupId, messageDeduplicationId), {
      messageId,
      sequenceNumber,
      until: publishedAt + WINDOW_MS,
    });
  }
}

function key(perGroup: boolean, groupId: string, id: string): string {
  return perGroup ? `${groupId} ${id}` : id;
}
