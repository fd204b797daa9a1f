import { hash } from 'node:crypto';
import { FaultPlan, faultKinds, type FaultKind } from './fault-plan.ts';
import { patchGlobals } from '../../simulation/globals.ts';
import { invariants, type Violation } from './invariants.ts';
import { makeMischief, redriveCompensations, redriveLanes, replayLate } from './mischief.ts';
import type { Product } from './product.ts';
import type { Clients } from './pipeline.ts';
import { pipelines } from './pipelines.ts';
import { items } from './tables.ts';
import { unsent, World } from './world.ts';

export interface RunOptions extends Product {
  readonly seed: number;
  /** @default 20 */
  readonly orders?: number;
  /** @default all of them */
  readonly faults?: readonly FaultKind[];
  /** @default - a mixture drawn from `faults` */
  readonly rates?: Readonly<Partial<Record<FaultKind, number>>>;
  /** Called when the stack stands and nothing has happened yet. */
  readonly before?: (world: World) => void | Promise<void>;
  /** Called at rest, when deduplication has forgotten; what it sets off is brought to rest too. */
  readonly after?: (world: World) => void;
}

export interface RunResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly injected: ReadonlyMap<FaultKind, number>;
  /** Over every event with its time: equal for equal seeds and equal code. */
  readonly traceHash: string;
  readonly counts: Counts;
  readonly world: World;
}

/** In a queue checker's words. */
export interface Counts {
  readonly attempted: number;
  readonly accepted: number;
  /** Accepted and in no terminal state. */
  readonly lost: number;
  /** Effects that no accepted or unknown request explains. */
  readonly unexpected: number;
  readonly duplicated: number;
  /** Unknown to the client and done all the same. */
  readonly recovered: number;
}

const minute = 60_000;

/** Faults end this long after the start; from then on the system owes an end to everything it accepted. */
const faultsLast = 12 * minute;
/**
 * Drain time: the receives that a queue allows, each resting for at most the backoff's cap or the visibility timeout,
 * and the longest deadline after which a sweeper ends what is left: 12 hours, a video's.
 */
const drainTime = 14 * 60 * minute;

const deduplicationWindow = 6 * minute;

/** One run: a day in the life of the system under one seed's mixture of faults, then the verdict over its history. */
export async function runOnce(options: RunOptions): Promise<RunResult> {
  const allowed = options.faults ?? faultKinds;
  const restore = patchGlobals();
  try {
    const world = new World(options.seed, options.code, (random) =>
      options.rates === undefined ? new FaultPlan(random, allowed) : FaultPlan.exactly(random, options.rates),
    );
    await world.provision(options.stacks);
    await options.before?.(world);
    const clients = pipelines.map(({ start }) => start(world, options.orders ?? 20));
    makeMischief(world);
    await world.clock.advance(faultsLast);
    world.plan.stop();
    const drained = await drain(world, clients, options.after);
    return { ...judge(world, drained), seed: options.seed, world };
  } finally {
    restore();
  }
}

/** Turns the clock until nothing is left to do; then redrives what was set aside, then replays; each until quiet again. */
async function drain(world: World, clients: readonly Clients[], after?: (world: World) => void): Promise<boolean> {
  const deadline = world.clock.now() + drainTime;
  const quiet = (): boolean => clients.every(({ busy }) => busy === 0) && isQuiet(world);
  const atRest = async (): Promise<boolean> => {
    await world.clock.advance(5000);
    return untilQuiet(world, quiet, deadline);
  };
  if (!(await untilQuiet(world, quiet, deadline))) return false;
  if (after !== undefined) {
    await world.clock.advance(deduplicationWindow);
    after(world);
    if (!(await atRest())) return false;
  }
  if (redriveCompensations(world) > 0 && !(await atRest())) return false;
  if (world.plan.has('redrive')) {
    if (redriveLanes(world) > 0) world.plan.count('redrive');
    if (!(await atRest())) return false;
  }
  if (!world.plan.has('late-replay')) return true;
  await world.clock.advance(deduplicationWindow);
  replayLate(world);
  for (const { comesLate } of pipelines) comesLate?.(world);
  return untilQuiet(world, quiet, deadline);
}

async function untilQuiet(world: World, quiet: () => boolean, deadline: number): Promise<boolean> {
  let step = 1000;
  while (!quiet()) {
    if (world.clock.now() >= deadline) return false;
    await world.clock.advance(step);
    step = Math.min(Math.floor(step * 1.3), minute);
  }
  return true;
}

/** Nothing in a work queue, nothing unsent, no pipeline with work under way, no function busy. */
function isQuiet(world: World): boolean {
  const { cloud } = world;
  if (cloud.lambda.environments.busy > 0) return false;
  for (const { deadLetterTargetArn, visible, inFlight, delayed } of cloud.sqs.queues()) {
    if (deadLetterTargetArn !== undefined && visible + inFlight + delayed > 0) return false;
  }
  return unsent(world) === 0 && pipelines.every(({ pending }) => pending(world) === 0);
}

function judge(world: World, drained: boolean): Omit<RunResult, 'seed' | 'world'> {
  const violations = invariants.flatMap(({ id, check }) => check(world).map((what): Violation => ({ id, what })));
  if (!drained) violations.push({ id: 'I16', what: 'the system was not at rest before the drain time was over' });
  for (const fault of world.history.faults) {
    violations.push({ id: 'simulator', what: `${fault.service} ${fault.resource}: ${String(fault['error'])}` });
  }
  const counts = countsOf(world, violations);
  if (counts.accepted === 0) violations.push({ id: 'simulator', what: 'nothing was accepted: the run proves nothing' });
  return { violations, injected: world.plan.injected, traceHash: traceHash(world), counts };
}

function traceHash({ history }: World): string {
  const lines = history.entries.map(
    ({ at, service, event, resource, messageId, requestId }) =>
      `${at}|${service}|${event}|${resource}|${String(messageId)}|${String(requestId)}\n`,
  );
  return hash('sha256', lines.join('')).slice(0, 16);
}

function countsOf({ history, cloud, outputs }: World, violations: readonly Violation[]): Counts {
  const placed = history.clients.filter(({ operation }) => operation === 'place');
  const accepted = new Set(placed.map(({ orderId }) => orderId).filter((id) => id !== undefined));
  const rows = items<{ orderId: string; status: string }>(cloud, outputs['OrdersTable']!);
  const count = (id: string): number => violations.filter((violation) => violation.id === id).length;
  return {
    attempted: new Set(placed.map(({ customerId, key }) => `${customerId}/${key}`)).size,
    accepted: accepted.size,
    lost: count('I1'),
    unexpected: count('I2'),
    duplicated: count('I3'),
    recovered: rows.filter(({ orderId, status }) => !accepted.has(orderId) && status === 'COMPLETED').length,
  };
}
