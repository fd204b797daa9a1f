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
 * on its last receive is never deferred, since SQS would set it aside unheard.
 */
export function triage(candidates: readonly Candidate[], maxReceiveCount: number): Triage {
  const poison = candidates.filter(({ silent }) => silent >= silentLimit);
  const alive = candidates.filter(({ silent }) => silent < silentLimit);
  const suspects = alive.filter(({ silent }) => silent > 0);
  if (suspects.length === 0 || alive.length === 1) return { run: alive, deferred: [], poison };
  const mustRun = (candidate: Candidate): boolean => candidate.attempt >= maxReceiveCount;
  const calm = alive.filter(({ silent }) => silent === 0);
  const turn =
    suspects.find(mustRun) ?? (calm.length === 0 ? suspects[0] : suspects.find(({ attempt }) => attempt % 2 === 0));
  const chosen = turn === undefined ? calm : [turn];
  const run = alive.filter((candidate) => chosen.includes(candidate) || mustRun(candidate));
  return { ...keepGroupOrder(alive, new Set(run)), poison };
}

/** What follows a deferred message of its group is deferred with it. */
function keepGroupOrder(alive: readonly Candidate[], running: ReadonlySet<Candidate>): Omit<Triage, 'poison'> {
  const run: Candidate[] = [];
  const deferred: Candidate[] = [];
  const waitingGroups = new Set<string>();
  for (const candidate of alive) {
    const group = isFifo(candidate.record) ? candidate.record.attributes.MessageGroupId : undefined;
    if (running.has(candidate) && !(group !== undefined && waitingGroups.has(group))) {
      run.push(candidate);
    } else {
      deferred.push(candidate);
      if (group !== undefined) waitingGroups.add(group);
    }
  }
  return { run, deferred };
}

export function isFifo(record: SQSRecord): boolean {
  return record.eventSourceARN.endsWith('.fifo');
}
