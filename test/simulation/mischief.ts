import { putFunctionConcurrency } from '../../local/services/lambda/actions/put-function-concurrency.ts';
import { startMessageMoveTask } from '../../local/services/sqs/actions/start-message-move-task.ts';
import type { QueueSummary } from '../../local/services/sqs/views.ts';
import { erase, rootCall } from './tables.ts';
import type { World } from './world.ts';

const minute = 60_000;

/** What others do to the system: bad producers, operators, quotas. */
export function makeMischief(world: World): void {
  const { plan, clock } = world;
  const at = (milliseconds: number, task: () => void): void => void clock.schedule(clock.now() + milliseconds, task);
  if (plan.has('poison-message')) {
    for (let index = 0; index < plan.between(1, 3); index++)
      at(plan.between(0, 4 * minute), () => sendPoison(world, index));
  }
  if (plan.has('duplicate-order-message')) at(plan.between(1, 9) * minute, () => repeatOrderMessage(world));
  if (plan.has('throttled-mapping')) throttleProcessing(world);
}

/** Lanes of the order pipeline: the FIFO queues that are no dead-letter queues. */
export function lanes(world: World): QueueSummary[] {
  return world.cloud.sqs.queues().filter(({ fifo, deadLetterTargetArn }) => fifo && deadLetterTargetArn !== undefined);
}

function sendPoison(world: World, index: number): void {
  if (world.plan.over) return;
  const lane = lanes(world)[index % 2]!;
  const message = {
    MessageBody: `{"poison": ${index}`,
    MessageGroupId: `poison-${index}`,
    MessageDeduplicationId: `poison-${index}`,
  };
  world.cloud.sqs.send(lane.arn, message, rootCall(world.cloud));
  world.plan.count('poison-message');
}

/** A producer sends an order's message again, outside of the deduplication window and under another id. */
function repeatOrderMessage(world: World): void {
  const sent = world.history
    .of('sqs', 'sent')
    .filter(({ resource }) => lanes(world).some(({ arn }) => arn === resource));
  const entry = sent[world.plan.between(0, Math.max(0, sent.length - 1))];
  if (
    entry === undefined ||
    world.plan.over ||
    typeof entry['body'] !== 'string' ||
    !entry['body'].startsWith('{"specversion')
  )
    return;
  const { subject } = JSON.parse(entry['body']) as { subject: string };
  const message = {
    MessageBody: entry['body'],
    MessageGroupId: subject,
    MessageDeduplicationId: `again-${world.clock.now()}`,
  };
  world.cloud.sqs.send(entry.resource, message, rootCall(world.cloud));
  world.plan.count('duplicate-order-message');
}

/** One worker for a lane that has many: received messages are refused and come back later. */
function throttleProcessing(world: World): void {
  for (const { latest } of world.cloud.lambda.store.functions.values()) {
    if (latest.environment['POWERTOOLS_SERVICE_NAME'] !== 'orders-process') continue;
    const input = { FunctionName: latest.functionName, ReservedConcurrentExecutions: 1 };
    putFunctionConcurrency(world.cloud.lambda, input, rootCall(world.cloud));
  }
  world.plan.count('throttled-mapping');
}

/** An operator sends everything in the dead-letter queues of the lanes back to work. */
export function redriveLanes(world: World): number {
  for (const { deadLetterTargetArn } of lanes(world)) {
    for (const { body } of world.cloud.sqs.browse(deadLetterTargetArn!)) {
      if (body.startsWith('{"specversion'))
        world.outbreak.redriven.add((JSON.parse(body) as { subject: string }).subject);
    }
  }
  return redrive(world, lanes(world));
}

/** Money owed to a customer may not stay in a dead-letter queue: the alarm rings, and an operator follows the runbook. */
export function redriveCompensations(world: World): number {
  const queues = world.cloud.sqs.queues();
  return redrive(
    world,
    queues.filter(
      ({ name, deadLetterTargetArn }) => name.includes('Compensations') && deadLetterTargetArn !== undefined,
    ),
  );
}

function redrive({ cloud }: World, queues: readonly QueueSummary[]): number {
  let moved = 0;
  for (const { arn, deadLetterTargetArn } of queues) {
    const waiting = cloud.sqs.depth(deadLetterTargetArn!)!.visible;
    if (waiting === 0) continue;
    startMessageMoveTask(cloud.sqs, { SourceArn: deadLetterTargetArn!, DestinationArn: arn }, rootCall(cloud));
    moved += waiting;
  }
  return moved;
}

function idempotencyTable({ cloud }: World): string {
  for (const { latest } of cloud.lambda.store.functions.values()) {
    const table = latest.environment['IDEMPOTENCY_TABLE'];
    if (table !== undefined) return table;
  }
  throw new Error('No function has an idempotency table');
}

/** Replays of one queue's messages that one run can afford. */
const replays = 4;

/**
 * Long after everything ended, when deduplication windows are over and expiry has taken every record of what was done,
 * old messages come back: a redrive on the last day of a dead-letter queue's retention.
 */
export function replayLate(world: World): void {
  const { cloud, history, plan, clock } = world;
  erase(cloud, idempotencyTable(world), 'id');
  for (const { arn, fifo, deadLetterTargetArn } of cloud.sqs.queues()) {
    if (deadLetterTargetArn === undefined) continue;
    const bodies = new Set(
      history.of('sqs', 'sent').flatMap(({ resource, body }) => (resource === arn ? [String(body)] : [])),
    );
    for (const body of [...bodies].filter((text) => text.startsWith('{"specversion')).slice(0, replays)) {
      const { subject, id } = JSON.parse(body) as { subject: string; id: string };
      const order = { MessageGroupId: subject, MessageDeduplicationId: `late-${id}-${clock.now()}` };
      cloud.sqs.send(arn, { MessageBody: body, ...(fifo && order) }, rootCall(cloud));
      plan.count('late-replay');
    }
  }
}
