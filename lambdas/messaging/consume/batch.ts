import type { SQSRecord } from 'aws-lambda';
import type { Candidate } from './triage.ts';

/** One invocation's records and what was decided about them. */
export class Batch {
  readonly candidates: readonly Candidate[];
  /** Seconds of rest by message id. */
  readonly delays = new Map<string, number>();
  readonly #byId: ReadonlyMap<string, Candidate>;
  readonly #poison: ReadonlySet<Candidate>;

  constructor(candidates: readonly Candidate[], poison: ReadonlySet<Candidate>) {
    this.candidates = candidates;
    this.#byId = new Map(candidates.map((candidate) => [candidate.record.messageId, candidate]));
    this.#poison = poison;
  }

  candidate(record: SQSRecord): Candidate {
    return this.#byId.get(record.messageId)!;
  }

  isPoison(record: SQSRecord): boolean {
    return this.#poison.has(this.candidate(record));
  }
}
