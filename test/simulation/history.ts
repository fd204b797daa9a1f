import type { JournalEntry } from '../../local/services/service.ts';

/** What a simulated client did and heard. `status` 0 stands for no answer: the order may or may not exist. */
export interface ClientRecord {
  readonly at: number;
  readonly operation: 'place' | 'cancel';
  readonly customerId: string;
  readonly key: string;
  /** Names the body, so that equal bodies can be told from others. */
  readonly body: string;
  readonly status: number;
  readonly orderId: string | undefined;
}

/** A provider's own account of one request. */
export interface ProviderRecord {
  readonly at: number;
  readonly provider: string;
  readonly operation: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
  readonly outcome: number | 'dropped';
}

/** A request to a provider as its sender sees it. */
export interface OutgoingCall {
  readonly provider: string;
  readonly sentAt: number;
  /** When an answer, or the news that there is none, came back. */
  endedAt: number | undefined;
}

export interface LogRecord {
  readonly at: number;
  readonly function: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export type TimedEntry = JournalEntry & { readonly at: number };

/** All that happened in one run, as seen from outside of the code under test. */
export class History {
  readonly clients: ClientRecord[] = [];
  readonly providers: ProviderRecord[] = [];
  readonly calls: OutgoingCall[] = [];
  readonly logs: LogRecord[] = [];
  readonly entries: TimedEntry[] = [];
  /** Faults of the simulator itself: they end a run as broken, not as failed. */
  readonly faults: TimedEntry[] = [];
  readonly #byKind = new Map<string, TimedEntry[]>();
  #sorted = 0;

  record(entry: JournalEntry, at: number): void {
    const timed = { ...entry, at };
    this.entries.push(timed);
    if (entry.event === 'fault') this.faults.push(timed);
  }

  of(service: string, event: string): readonly TimedEntry[] {
    for (; this.#sorted < this.entries.length; this.#sorted++) {
      const entry = this.entries[this.#sorted]!;
      const kind = `${entry.service} ${entry.event}`;
      const same = this.#byKind.get(kind);
      if (same === undefined) this.#byKind.set(kind, [entry]);
      else same.push(entry);
    }
    return this.#byKind.get(`${service} ${event}`) ?? [];
  }

  /** Committed writes to one table, in order. */
  writes(table: string): TimedEntry[] {
    return this.of('dynamodb', 'written').filter((entry) => entry['table'] === table);
  }
}
