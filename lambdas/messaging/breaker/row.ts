import {
  breakerTransitions,
  type BreakerEventType,
  type BreakerPolicy,
  type BreakerState,
} from '../../../contracts/breaker.ts';
import { longestDelay } from '../../../contracts/backoff.ts';
import { share, type Window } from './window.ts';

/** A breaker as it is stored. No row yet: closed, and nothing ever failed. Times are milliseconds since the epoch. */
export interface BreakerRow extends Window {
  /** Name of what is downstream. */
  readonly breaker: string;
  readonly state: BreakerState;
  /** Counts transitions; every write of a call is conditional on it, so that one from another age changes nothing. */
  readonly version: number;
  readonly since: number;
  /** Probes in a row that failed: they space out. */
  readonly failedProbes: number;
  /** While OPEN: when the controller half-opens it. */
  readonly probeAt?: number;
  /** While HALF_OPEN: who took a permit, whose call succeeded, and when the last permit taken counts as failed. */
  readonly holders?: ReadonlySet<string>;
  readonly succeeded?: ReadonlySet<string>;
  readonly leaseUntil?: number;
}

export function newRow(breaker: string): BreakerRow {
  return { breaker, state: 'CLOSED', version: 0, since: 0, failedProbes: 0 };
}

/** @throws Error for a transition that breakers do not have */
export function eventOf(from: BreakerState, to: BreakerState): BreakerEventType {
  const transition = breakerTransitions.find((each) => each.from === from && each.to === to);
  if (transition === undefined) throw new Error(`A breaker that is ${from} cannot become ${to}`);
  return transition.event;
}

/** The row after a transition: counts and permits of the state it leaves are gone. */
export function moved(row: BreakerRow, to: BreakerState, now: number, policy: BreakerPolicy): BreakerRow {
  const failedProbes = to === 'CLOSED' ? 0 : row.failedProbes + (row.state === 'HALF_OPEN' ? 1 : 0);
  const rest = longestDelay(policy.probes, failedProbes + 1) * 1000;
  return {
    breaker: row.breaker,
    state: to,
    version: row.version + 1,
    since: now,
    failedProbes,
    ...(to === 'OPEN' && { probeAt: now + rest }),
  };
}

/** Whether a closed breaker has seen enough. */
export function mustOpen(row: BreakerRow, now: number, policy: BreakerPolicy): boolean {
  if (row.state !== 'CLOSED') return false;
  const { calls, failures } = share(row, now, policy.windowSeconds);
  return calls >= policy.minimumCalls && failures >= policy.failureShare * calls;
}

/** Whether every permit came back with a success. */
export function mustClose({ state, succeeded }: BreakerRow, policy: BreakerPolicy): boolean {
  return state === 'HALF_OPEN' && (succeeded?.size ?? 0) >= policy.permits;
}

/**
 * What is to happen without a call: an open breaker is probed, a permit that stayed out too long has failed, and what the
 * last probe could not write down is made up for.
 */
export function due(
  row: BreakerRow,
  now: number,
  policy: BreakerPolicy,
): { readonly to: BreakerState; readonly reason: string } | undefined {
  if (row.state === 'OPEN' && now >= (row.probeAt ?? 0)) return { to: 'HALF_OPEN', reason: 'probe-due' };
  if (mustClose(row, policy)) return { to: 'CLOSED', reason: 'probes-passed' };
  const outstanding = (row.holders?.size ?? 0) - (row.succeeded?.size ?? 0);
  if (row.state === 'HALF_OPEN' && outstanding > 0 && now >= (row.leaseUntil ?? 0)) {
    return { to: 'OPEN', reason: 'probe-silent' };
  }
  return undefined;
}
