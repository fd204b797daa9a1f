import type { Envelope } from '../../contracts/envelope.ts';
import { consumer, type Consume } from './consume/consumer.ts';
import { labelOfEnvelope, type ConsumerOptions, type Delivered, type Received } from './consume/received.ts';

export interface ConsumeOptions<Message> extends ConsumerOptions<Message> {
  /**
   * Does all that the message asks for. Returning acknowledges it, so return last. Throw `Reject` for a message that can
   * never succeed, anything else for one that may succeed later.
   */
  readonly handle: (message: Message, received: Received) => Promise<void>;
  /** @default false - true for a FIFO queue: groups keep their order, one message at a time */
  readonly fifo?: boolean;
}

/**
 * Makes an SQS handler on Powertools batch. Each message succeeds, rests and returns, or is set aside on its own:
 *
 * - returned: acknowledged;
 * - `Reject`, or a body that breaks the contract: to the dead-letter queue at once, with its reason;
 * - `CircuitOpen`: as below, but it leaves no failure behind, since nothing was tried;
 * - anything else: visible again after an exponential, jittered delay, and set aside on its last receive;
 * - three attempts that ended without a word (crash, timeout, out of memory): set aside without a fourth.
 *
 * In a FIFO queue what follows a failed message of its group waits with it.
 *
 * @throws Error at load, naming an environment variable that is not set
 * @example
 * export const handler = consume({ schema: orderPlacedSchema, handle: processOrder, fifo: true });
 */
export function consume<Message extends Envelope>(options: Omit<ConsumeOptions<Message>, 'label'>): Consume;
export function consume<Message>(options: ConsumeOptions<Message>): Consume;
export function consume<Message extends Envelope>(options: Omit<ConsumeOptions<Message>, 'label'>): Consume {
  const { handle, fifo = false } = options;
  const each = ({ message, received }: Delivered<Message>): Promise<void> => handle(message, received);
  return consumer({ label: labelOfEnvelope, ...options }, () => each, fifo);
}
