import { plain } from '../tables.ts';
import type { World } from '../world.ts';

interface BreakerImage {
  readonly state: string;
  readonly version: number;
}

/** One stay of the breaker in a state. */
export interface Stay {
  readonly state: string;
  readonly from: number;
  /** Infinity for the last. */
  readonly until: number;
}

/** What the policy of the payment breaker says, written down apart from the product's own. */
const permits = 3;

/** A call is sent when the state that it was decided on has travelled back: 8 ms at most. */
const travel = 20;

/** The machine as the design declares it. */
const legal = new Set([
  ' → CLOSED',
  'CLOSED → CLOSED',
  'CLOSED → OPEN',
  'OPEN → HALF_OPEN',
  'HALF_OPEN → HALF_OPEN',
  'HALF_OPEN → OPEN',
  'HALF_OPEN → CLOSED',
]);

function writes({ history, outputs }: World) {
  return history.writes(outputs['PaymentBreakerTable']!).map(({ at, oldImage, newImage }) => ({
    at,
    before: oldImage === undefined ? undefined : (plain(oldImage) as BreakerImage),
    after: plain(newImage) as BreakerImage,
  }));
}

/** Whether the breaker has no row yet, and so its controller nothing to do. */
export function neverFailed({ cloud, outputs }: World): boolean {
  return cloud.dynamodb.table(outputs['PaymentBreakerTable']!).rows.size === 0;
}

/** The states that the breaker was in, in order, the first from the beginning on. */
export function stays(world: World): Stay[] {
  const moves = writes(world).filter(({ before, after }) => after.version !== (before?.version ?? 0));
  const starts = [{ state: 'CLOSED', from: 0 }, ...moves.map(({ at, after }) => ({ state: after.state, from: at }))];
  return starts.map((start, index) => ({ ...start, until: starts[index + 1]?.from ?? Infinity }));
}

/** I12, over the committed writes of the breaker's table. */
export function legalTransitions(world: World): string[] {
  return writes(world)
    .map(({ before, after }) => `${before?.state ?? ''} → ${after.state}`)
    .filter((step) => !legal.has(step))
    .map((step) => `the breaker took the step ${step}`);
}

/** I12: an open breaker lets nothing through, a half-open one as many calls as it has permits. */
export function fewCallsWhileOpen(world: World): string[] {
  const sent = world.history.calls.filter(({ provider }) => provider === 'payment').map(({ sentAt }) => sentAt);
  return stays(world).flatMap(({ state, from, until }) => {
    if (state === 'CLOSED') return [];
    const calls = sent.filter((at) => at > from + travel && at < until).length;
    const allowed = state === 'OPEN' ? 0 : permits;
    return calls > allowed ? [`${calls} payment calls while ${state}, ${allowed} allowed`] : [];
  });
}

/** I12: no message is given up because of an outage that its queue tolerates, and none in a run lasts longer. */
export function nothingGivenUpForAnOutage({ history }: World): string[] {
  return history.logs
    .filter(({ message, fields }) => message === 'message set aside' && fields['reason'] === 'CircuitOpen')
    .map(({ fields }) => `${String(fields['messageId'])} was set aside because the breaker was open`);
}

/** Shorter than any rest that the breaker asks for. */
const shortestRest = 10_000;

/** I12: a message that met an open breaker is not received again at once, unless the queue itself was made to err. */
export function restsWhileOpen({ history, plan }: World): string[] {
  if (plan.has('two-workers')) return [];
  const received = Map.groupBy(history.of('sqs', 'received'), ({ messageId }) => messageId);
  return history.logs
    .filter(({ message }) => message === 'message waits for its downstream')
    .filter(({ at, fields }) =>
      received.get(fields['messageId'])?.some((again) => again.at > at && again.at < at + shortestRest),
    )
    .map(({ fields }) => `${String(fields['messageId'])} came back at once from an open breaker`);
}
