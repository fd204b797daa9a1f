import type * as z from 'zod/mini';
import type { Backoff } from '../../../contracts/backoff.ts';
import type { Envelope } from '../../../contracts/envelope.ts';
import type { Cause } from '../envelope.ts';
import type { Failure, FailureRecords } from '../failure.ts';

/** What a handler may know of the message beyond its content. */
export interface Received extends Cause {
  readonly messageId: string;
  /** 1 at the first receive. */
  readonly attempt: number;
}

/** What a message is called in logs and failure records, and what it passes on to those it causes. */
export interface Label {
  readonly type: string;
  /** The aggregate it is about. */
  readonly subject?: string | undefined;
  /** @default - the message's own id, where it has no cause that we know */
  readonly cause?: Cause;
}

/** A message whose contract holds, as a handler gets it. */
export interface Delivered<Message> {
  readonly message: Message;
  readonly received: Received;
}

/** What consumers of single messages and of batches have in common. */
export interface ConsumerOptions<Message> {
  /** Contract of the whole message; a body that breaks it is set aside at once. */
  readonly schema: z.ZodMiniType<Message>;
  /** Called before a message is set aside for good, to write down what that means: an order is PARKED. */
  readonly setAside?: (message: Message, failure: Failure, received: Received) => Promise<void>;
  /** How a message that has no envelope of ours is called, such as an event of S3. */
  readonly label: (message: Message) => Label;
  /** @default - from `BACKOFF_BASE_SECONDS` and `BACKOFF_CAP_SECONDS`, as the queue was sized for */
  readonly backoff?: Backoff;
  /** @default - the table named by `FAILURE_TABLE` */
  readonly failures?: FailureRecords;
}

export function labelOfEnvelope({ type, subject, correlationid, id }: Envelope): Label {
  return { type, subject, cause: { correlationId: correlationid, causationId: id } };
}
