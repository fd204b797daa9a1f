import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Message } from '../../contracts/messages.ts';
import { epochSeconds } from './clock.ts';
import { put } from './transaction.ts';

/** A message that waits, in the same transaction as its cause, to be sent. */
export interface OutboxRow {
  /** Partition key: messages of one aggregate leave in the order of their sequence. */
  readonly aggregateId: string;
  /** Sort key: the aggregate's version times ten, plus the message's place within that version. */
  readonly sequence: number;
  /** The envelope's id; a FIFO queue's deduplication id. */
  readonly messageId: string;
  /** A name from the relay's fixed list, never an address. */
  readonly destination: string;
  readonly eventType: string;
  readonly body: string;
  /** Attributes beside the type, by which subscriptions may filter. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Whose message it is, for a destination that is no FIFO queue or topic. */
  readonly fairGroup?: string;
  readonly createdAt: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** Present until the row was sent: the sweeper's sparse index. */
  readonly unsentShard?: string;
}

export interface OutgoingEnvelope extends Pick<OutboxRow, 'attributes' | 'fairGroup'> {
  readonly destination: string;
  readonly message: Message;
}

const rowSeconds = 7 * 24 * 3600;
const messagesPerVersion = 10;

/** Partitions of the sweeper's index, so that a busy outbox does not write to one hot key. */
export const unsentShards = 4;

/**
 * Rows for the messages that one transition causes, to be written in its transaction.
 *
 * @param version the aggregate's version after the transition, from 1
 */
export function outboxWrites(
  table: string,
  aggregateId: string,
  version: number,
  messages: readonly OutgoingEnvelope[],
  now: number,
): TransactWriteItem[] {
  if (messages.length > messagesPerVersion)
    throw new RangeError(`a transition causes at most ${messagesPerVersion} messages, got ${messages.length}`);
  return messages.map(({ destination, message, ...options }, place) => {
    const row: OutboxRow = {
      ...options,
      aggregateId,
      sequence: version * messagesPerVersion + place,
      messageId: message.id,
      destination,
      eventType: message.type,
      body: JSON.stringify(message),
      createdAt: message.time,
      expiresAt: epochSeconds(now) + rowSeconds,
      unsentShard: String(Number.parseInt(message.id.at(-1)!, 16) % unsentShards),
    };
    return put(table, { ...row });
  });
}
