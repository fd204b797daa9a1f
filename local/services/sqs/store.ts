import type { MessageRecord } from './message.ts';

/** A queue as it was set up. Replaced whole, never edited in place. */
export interface QueueRecord {
  readonly arn: string;
  readonly name: string;
  readonly fifo: boolean;
  /** Every attribute that has a value, defaults too; counts and times are added when attributes are read. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly purgedAt?: number;
}

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';

/** A redrive of a dead-letter queue. Replaced whole, never edited in place. */
export interface MoveTaskRecord {
  readonly taskId: string;
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly maxPerSecond?: number;
  readonly status: MoveTaskStatus;
  readonly moved: number;
  readonly toMove: number;
  readonly startedAt: number;
  readonly failureReason?: string;
}

/** How a message came to a queue. */
export type Arrival = 'sent' | 'dead-lettered' | 'moved';

/** How a message left a queue for good. */
export type Departure = 'deleted' | 'dead-lettered' | 'expired' | 'purged' | 'moved';

/** One change of state as plain JSON, in the order it happened: what a write-ahead log keeps. */
export type SqsChange =
  | { readonly kind: 'queue'; readonly queue: QueueRecord }
  | { readonly kind: 'queue-deleted'; readonly arn: string; readonly at: number }
  | { readonly kind: 'arrived'; readonly arn: string; readonly how: Arrival; readonly message: MessageRecord }
  | {
      readonly kind: 'received';
      readonly arn: string;
      readonly messageId: string;
      readonly at: number;
      readonly visibleAt: number;
    }
  | { readonly kind: 'visibility'; readonly arn: string; readonly messageId: string; readonly visibleAt: number }
  | { readonly kind: 'left'; readonly arn: string; readonly messageId: string; readonly how: Departure }
  | {
      readonly kind: 'deduplication';
      readonly arn: string;
      readonly key: string;
      readonly sent: SentBefore;
      readonly at: number;
    }
  | { readonly kind: 'move-task'; readonly task: MoveTaskRecord };

/** A change of one queue's messages. */
export type QueueChange = Extract<
  SqsChange,
  { kind: 'arrived' | 'received' | 'visibility' | 'left' | 'deduplication' }
>;

/** What a duplicate is answered with. */
export interface SentBefore {
  readonly messageId: string;
  readonly sequenceNumber: string;
}

export type OnChange = (change: SqsChange) => void;
