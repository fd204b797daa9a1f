import type { JournalEntry } from '../../local/services/service.ts';

/** What a simulated client did and heard. `status` 0 stands for no answer: the order may or may not exist. */
export interface ClientRecord {
  readonly at: number;
  readonly operation: 'place' | 'cancel';
  readonly customerId: string;
  readonly key: string;
  readonly body: unknown;
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

export type TimedEntry = JournalEntry & { readonly at: number };

/** All that happened in one run, as seen from outside of the code under test. */
export class History {
  readonly clients: ClientRecord[] = [];
  readonly providers: ProviderRecord[] = [];
  readonly entries: TimedEntry[] = [];

  entriesOf(service: string, event: string): TimedEntry[] {
    return this.entries.filter((entry) => entry.service === service && entry.event === event);
  }
}
