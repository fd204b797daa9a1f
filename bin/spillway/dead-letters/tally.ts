import type { DeadLetter } from './dead-letter.ts';
import { noReason } from './filter.ts';

export interface Group {
  readonly queue: string;
  readonly reason: string;
  /** The function that set the messages aside; empty where none has seen them. */
  readonly handler: string;
  readonly count: number;
  readonly oldestAt: string;
  readonly newestAt: string;
}

/** Counts messages by queue, reason and handler. Grows with the kinds of messages, not with their number. */
export class Tally {
  total = 0;
  readonly #groups = new Map<string, { names: string[]; count: number; oldest: number; newest: number }>();

  add(queue: string, handler: string, { reason, sentAt }: Pick<DeadLetter, 'reason' | 'sentAt'>): void {
    const names = [queue, reason ?? noReason, handler];
    const key = JSON.stringify(names);
    const group = this.#groups.get(key) ?? { names, count: 0, oldest: sentAt, newest: sentAt };
    this.#groups.set(key, {
      names,
      count: group.count + 1,
      oldest: Math.min(group.oldest, sentAt),
      newest: Math.max(group.newest, sentAt),
    });
    this.total += 1;
  }

  /** The most first. */
  groups(): Group[] {
    return [...this.#groups.values()]
      .toSorted((a, b) => b.count - a.count)
      .map(({ names, count, oldest, newest }) => ({
        queue: names[0]!,
        reason: names[1]!,
        handler: names[2]!,
        count,
        oldestAt: new Date(oldest).toISOString(),
        newestAt: new Date(newest).toISOString(),
      }));
  }
}
