import type { Place } from './by-age.ts';
import type { Linked } from './linked-list.ts';

/** A message attribute as the engine keeps it: binary values are base64, so that records stay plain JSON. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** Everything a queue knows of a message, as plain JSON. Only receiving changes it. */
export interface MessageRecord {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** Bytes of the body and the attributes: names, types and values. */
  readonly size: number;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** FIFO queues only: twenty digits. */
  readonly sequenceNumber?: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly sentAt: number;
  /** From when retention counts. */
  readonly enqueuedAt: number;
  /** When it came to the queue it is in: its age there. */
  readonly arrivedAt: number;
  /** The queue that gave up on it, in a dead-letter queue. */
  readonly deadLetterSourceArn?: string;
  receiveCount: number;
  firstReceivedAt?: number;
  lastReceivedAt?: number;
  /** Not receivable before: the end of its delay or of its visibility timeout. */
  visibleAt: number;
}

export type MessageState = 'delayed' | 'visible' | 'in-flight' | 'gone';

/** A message's place in a queue. */
export interface Entry extends Linked<Entry> {
  readonly record: MessageRecord;
  state: MessageState;
  /** Counts the changes of state: what was noted under an older ticket no longer holds. */
  ticket: number;
  /** Order of becoming receivable, among the messages of a standard queue. */
  turn: number;
  /** Where it stands among the queue's messages by age. */
  place: Place | undefined;
}

export function newEntry(record: MessageRecord): Entry {
  return { record, state: 'delayed', ticket: 0, turn: 0, place: undefined, previous: undefined, next: undefined };
}
