import type { Cancel } from '../../../clock/clock.ts';

/** A message attribute as SQS stores it. */
export interface QueueMessageAttribute {
  readonly DataType?: string | undefined;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

/** A received message in the shape of SQS's `Message`. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string | undefined;
  /** Every system attribute: ApproximateReceiveCount, SentTimestamp, SenderId, … */
  readonly Attributes: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, QueueMessageAttribute>> | undefined;
}

export interface QueueDescription {
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
}

/** Port to the queues. Every call acts on the rights of the function's execution role. */
export interface QueueSource {
  /** Undefined where no such queue exists. */
  describe(queueArn: string): QueueDescription | undefined;
  /** At once: as many as there are, up to `most` (which may exceed ten), hidden for the queue's visibility timeout. */
  receive(queueArn: string, most: number, role: string): readonly QueueMessage[];
  /** Up to ten at a time. A stale receipt handle is no error here, as in a standard queue. */
  delete(queueArn: string, receiptHandles: readonly string[], role: string): void;
  /** Calls `listener` whenever a message may have become receivable. */
  onAvailable(queueArn: string, listener: () => void): Cancel;
}
