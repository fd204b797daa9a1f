import type { Fixture } from '../../bin/spillway/dead-letters/fixture.ts';
import { shortName } from '../../bin/spillway/stack/queues.ts';
import { FaultPlan } from './fault-plan.ts';
import { patchGlobals } from '../../simulation/globals.ts';
import { product, type Product } from './product.ts';
import { put, rootCall } from './tables.ts';
import { World } from './world.ts';

/** Why a message was set aside again. */
export interface SetAside {
  readonly reason: string;
  readonly errorMessage: string;
}

const minute = 60_000;
/** All receives that a queue allows, each resting as long as it may. */
const longestMinutes = 8 * 60;

/**
 * Puts an exported message into its queue, in a world where nothing else goes wrong, and turns the clock until it is
 * worked off or set aside.
 *
 * @returns why it was set aside; empty where it was worked off
 */
export async function replay(fixture: Fixture, { stacks, code }: Product): Promise<SetAside[]> {
  const restore = patchGlobals();
  try {
    const world = new World(1, code, (random) => FaultPlan.exactly(random, {}));
    await world.provision(stacks);
    const { cloud, clock, outputs } = world;
    for (const [output, rows] of Object.entries(fixture.rows))
      for (const row of rows) put(cloud, outputs[output]!, row);
    const queue = () => cloud.sqs.queues().find(({ name }) => shortName(name, { name: 'Spillway' }) === fixture.queue);
    const { arn, fifo, deadLetterTargetArn } = queue()!;
    const { body, groupId, attributes } = fixture.message;
    const message = {
      MessageBody: body,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
      ...(fifo && { MessageGroupId: groupId ?? 'replayed', MessageDeduplicationId: 'replayed' }),
    };
    cloud.sqs.send(arn, message, rootCall(cloud));
    const under = (): boolean => {
      const { visible, inFlight, delayed } = queue()!;
      return visible + inFlight + delayed > 0;
    };
    for (let minutes = 0; under() && minutes < longestMinutes; minutes += 1) await clock.advance(minute);
    return cloud.sqs.browse(deadLetterTargetArn!).map(({ attributes: why }) => ({
      reason: why?.['reason']?.StringValue ?? 'none',
      errorMessage: why?.['errorMessage']?.StringValue ?? '',
    }));
  } finally {
    restore();
  }
}

let current: Promise<Product> | undefined;

/** Replays a message on the product as it stands. */
export async function replayed(fixture: Fixture): Promise<SetAside[]> {
  return replay(fixture, await (current ??= product()));
}
