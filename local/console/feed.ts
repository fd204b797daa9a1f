import type { Hop } from './hop.ts';
import type { Journeys } from './journeys.ts';
import { notableHop } from './live.ts';
import type { Timeline } from './timeline.ts';

export interface FeedPage {
  /** Ask for this one next. */
  readonly next: number;
  readonly hops: readonly (Hop & { readonly where: string })[];
}

/** The newest hops, numbered, for readers that come back for more. */
export class Feed {
  readonly #kept: Hop[] = [];
  readonly #nameOf: (resource: string) => string;
  #next = 0;

  /** @param nameOf a function's physical name to the name people gave it */
  constructor(timeline: Timeline, journeys: Journeys, nameOf: (resource: string) => string) {
    this.#nameOf = nameOf;
    journeys.listen((hop) => this.#add(hop));
    timeline.listen((entry) => {
      const hop = notableHop(entry);
      if (hop !== undefined) this.#add(hop);
    });
  }

  /** @param from as an earlier page said; only the number of the next one where it is left out */
  page(from: number = this.#next): FeedPage {
    const missed = Math.min(this.#kept.length, Math.max(0, this.#next - from));
    const hops = missed === 0 ? [] : this.#kept.slice(-missed);
    return { next: this.#next, hops: hops.map((hop) => ({ ...hop, where: this.#nameOf(hop.where) })) };
  }

  #add(hop: Hop): void {
    this.#kept.push(hop);
    this.#next += 1;
    if (this.#kept.length > mostKept) this.#kept.shift();
  }
}

const mostKept = 1000;
