import { readFileSync } from 'node:fs';
import type { Quantities } from './prices.ts';

/** What one unit of work asked AWS for, as it was counted. */
export interface Count {
  /** Requests by action, mappings' receives and deletions among them, for one unit. */
  readonly requests: Readonly<Record<string, number>>;
  readonly quantities: Quantities;
}

export interface PipelineCounts {
  readonly name: string;
  /** What is counted by: `order`. */
  readonly unit: string;
  /** One at a time, with nothing to share a batch with. */
  readonly alone: Count;
  /** Many a second. */
  readonly busy: Count;
}

export interface Counts {
  readonly pipelines: readonly PipelineCounts[];
  /** A month in which nothing happens, from the template. */
  readonly rest: Quantities;
}

/** As `node scripts/count-requests.ts` last wrote them. */
export function readCounts(): Counts {
  return JSON.parse(readFileSync(new URL('counts.json', import.meta.url), 'utf8')) as Counts;
}
