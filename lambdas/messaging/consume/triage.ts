import type { SQSRecord } from 'aws-lambda';

/** A record with what is known of its earlier attempts. */
export interface Candidate {
  readonly record: SQSRecord;
  /** `ApproximateReceiveCount`. */
  readonly attempt: number;
  /** Earlier attempts that ended without a word. */
  readonly silent: number;
}

export interface Triage {
  readonly run: readonly Candidate[];
  /** Given back untouched, to be tried without the company of a suspect. */
  readonly deferred: readonly Candidate[];
  /** Set aside without another try. */
  readonly poison: readonly Candidate[];
}

/** Attempts without a word after which a message counts as poison. */
export const silentLimit = 3;

/**
 * Decides what of a batch to run. A message that took its function down before would take its neighbours down too, so a
 * suspect runs alone: on even receives it goes first and the others give way, on odd ones it gives way itself. A message
 * on its last receive is never deferred for the sake of others, since SQS would set it aside unheard. What follows a
 * deferred message of its group waits with it.
 */
export function triage(candidates: readonly Candidate[], maxReceiveCount: number): Triage {
  const poison = candidates.filter(({ silent }) => silent >= silentLimit);
  const alive = candidates.filter(({ silent }) => silent < silentLimit);
  const isSuspect = ({ silent }: Candidate): boolean => silent > 0;
  if (!alive.some(isSuspect) || alive.length === 1) return { run: alive, deferred: [], poison };
  const mustRun = ({ attempt }: Candidate): boolean => attempt >= maxReceiveCount;
  const calm = inGroupOrder(alive, (candidate) => !isSuspect(candidate));
  const heads = groupHeads(alive).filter(isSuspect);
  const turn = heads.find(mustRun) ?? (calm.length === 0 ? heads[0] : heads.find(({ attempt }) => attempt % 2 === 0));
  const run =
    turn === undefined
      ? calm
      : inGroupOrder(alive, (candidate) => candidate === turn || (mustRun(candidate) && !isSuspect(candidate)));
  return { run, deferred: alive.filter((candidate) => !run.includes(candidate)), poison };
}

/** The chosen ones that no unchosen message of their group precedes. */
function inGroupOrder(candidates: readonly Candidate[], chosen: (candidate: Candidate) => boolean): Candidate[] {
  const waiting = new Set<string>();
  return candidates.filter((candidate) => {
    const group = groupOf(candidate);
    if (chosen(candidate) && !(group !== undefined && waiting.has(group))) return true;
    if (group !== undefined) waiting.add(group);
    return false;
  });
}

/** The first message of each group; on a standard queue every message is its own. */
function groupHeads(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter((candidate) => {
    const group = groupOf(candidate);
    if (group === undefined) return true;
    const first = !seen.has(group);
    seen.add(group);
    return first;
  });
}

function groupOf({ record }: Candidate): string | undefined {
  return isFifo(record) ? record.attributes.MessageGroupId : undefined;
}

export function isFifo(record: SQSRecord): boolean {
  return record.eventSourceARN.endsWith('.fifo');
}
