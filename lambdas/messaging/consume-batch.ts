import type { Envelope } from '../../contracts/envelope.ts';
import { consumer, type Consume } from './consume/consumer.ts';
import { labelOfEnvelope, type ConsumerOptions, type Delivered } from './consume/received.ts';

/** How one message of a batch ended: an error as `consume` would have caught it, or undefined where it is done. */
export type Outcome = Error | undefined;

export interface ConsumeBatchOptions<Message extends Envelope> extends Omit<ConsumerOptions<Message>, 'label'> {
  /**
   * Does what all these messages ask for, in requests that serve many at once. One outcome for each, in their order: a
   * message without an error is acknowledged. Throwing fails them all.
   */
  readonly handle: (batch: readonly Delivered<Message>[]) => Promise<readonly Outcome[]>;
}

/**
 * `consume` for work that is cheaper together. Each message still succeeds, rests, returns or is set aside on its own,
 * by the rules of `consume`; a suspect is handed over alone. Standard queues only, since a batch has no order.
 *
 * @throws Error at load, naming an environment variable that is not set
 * @example
 * export const handler = consumeBatch({ schema, handle: (batch) => putAll(table, batch.map(rowOf)) });
 */
export function consumeBatch<Message extends Envelope>(options: ConsumeBatchOptions<Message>): Consume {
  return consumer(
    { label: labelOfEnvelope, ...options },
    (all) => {
      let outcomes: Promise<ReadonlyMap<string, Outcome>> | undefined;
      return async ({ received }) => {
        outcomes ??= settle(all, options.handle);
        const error = (await outcomes).get(received.messageId);
        if (error !== undefined) throw error;
      };
    },
    false,
  );
}

async function settle<Message extends Envelope>(
  all: readonly Delivered<Message>[],
  handle: ConsumeBatchOptions<Message>['handle'],
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = await handle(all);
  if (outcomes.length !== all.length)
    throw new RangeError(`The handler owes one outcome for each of ${all.length} messages, got ${outcomes.length}`);
  return new Map(all.map(({ received }, index) => [received.messageId, outcomes[index]]));
}
