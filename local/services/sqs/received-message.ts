import { md5OfAttributes } from './digest.ts';
import { receiptHandle } from './receipt-handle.ts';
import type { MessageAttribute, MessageAttributes, MessageRecord } from './message.ts';
import type { Queue } from './queue.ts';

/** A message as ReceiveMessage gives it, with binary values as base64. */
export interface WireMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MD5OfMessageAttributes?: string;
  readonly MessageAttributes?: MessageAttributes;
}

/** A message as other engines get it: everything there is, with binary values as bytes. */
export interface ReceivedMessage extends Omit<WireMessage, 'MessageAttributes' | 'Attributes'> {
  readonly Attributes: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, ReceivedAttribute>>;
}

export interface ReceivedAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export interface Selection {
  /** Names of system attributes, or `All`. */
  readonly system: readonly string[];
  /** Names of message attributes, prefixes (`bar.*`), `All`, `.*` or `*`. */
  readonly attributes: readonly string[];
}

export function wireMessage(queue: Queue, record: MessageRecord, selection: Selection): WireMessage {
  const system = selectSystem(systemAttributes(record), selection.system);
  const attributes = selectAttributes(record.attributes, selection.attributes);
  return {
    MessageId: record.messageId,
    ReceiptHandle: receiptHandle(queue.arn, record),
    MD5OfBody: record.md5OfBody,
    Body: record.body,
    ...(system !== undefined && { Attributes: system }),
    ...(attributes !== undefined && {
      // Over what is returned, not over what was sent, so that SDKs can check it.
      MD5OfMessageAttributes: md5OfAttributes(attributes)!,
      MessageAttributes: attributes,
    }),
  };
}

export function receivedMessage(queue: Queue, record: MessageRecord): ReceivedMessage {
  const { attributes } = record;
  return {
    MessageId: record.messageId,
    ReceiptHandle: receiptHandle(queue.arn, record),
    MD5OfBody: record.md5OfBody,
    Body: record.body,
    Attributes: systemAttributes(record),
    ...(attributes !== undefined && {
      MD5OfMessageAttributes: md5OfAttributes(attributes)!,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [name, withBytes(attribute)]),
      ),
    }),
  };
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
function systemAttributes(record: MessageRecord): Record<string, string> {
  return {
    SenderId: record.senderId,
    SentTimestamp: String(record.sentAt),
    ApproximateReceiveCount: String(record.receiveCount),
    ApproximateFirstReceiveTimestamp: String(record.firstReceivedAt),
    ...(record.groupId !== undefined && { MessageGroupId: record.groupId }),
    ...(record.deduplicationId !== undefined && { MessageDeduplicationId: record.deduplicationId }),
    ...(record.sequenceNumber !== undefined && { SequenceNumber: record.sequenceNumber }),
    ...(record.traceHeader !== undefined && { AWSTraceHeader: record.traceHeader }),
    ...(record.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: record.deadLetterSourceArn }),
  };
}

function selectSystem(all: Record<string, string>, names: readonly string[]): Record<string, string> | undefined {
  if (names.length === 0) return undefined;
  if (names.includes('All')) return all;
  const chosen = Object.entries(all).filter(([name]) => names.includes(name));
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

function selectAttributes(all: MessageAttributes | undefined, names: readonly string[]): MessageAttributes | undefined {
  if (all === undefined || names.length === 0) return undefined;
  if (names.includes('All') || names.includes('.*') || names.includes('*')) return all;
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  const chosen = Object.entries(all).filter(
    ([name]) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  );
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

function withBytes({ DataType, StringValue, BinaryValue }: MessageAttribute): ReceivedAttribute {
  return {
    DataType,
    ...(StringValue !== undefined && { StringValue }),
    ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue, 'base64') }),
  };
}
