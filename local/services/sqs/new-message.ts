import { hash } from 'node:crypto';
import { md5, md5OfAttributes } from './digest.ts';
import { invalidMessageContents, invalidParameter, invalidValue, messageTooLong, missingParameter } from './errors.ts';
import {
  attributesSize,
  FORBIDDEN_CHARACTER,
  readAttribute,
  readMessageAttributes,
  type AttributesInput,
} from './message-attributes.ts';
import type { Traced } from '../protocol/traced.ts';
import type { MessageAttributes } from './message.ts';
import type { Queue } from './queue.ts';

/** A message as SendMessage takes it. The header of its request is for one without `AWSTraceHeader`. */
export interface MessageInput extends Traced {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: AttributesInput | undefined;
  readonly MessageSystemAttributes?: AttributesInput | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

/** A message that this queue accepts. */
export interface NewMessage {
  readonly body: string;
  readonly md5OfBody: string;
  readonly md5OfAttributes: string | undefined;
  readonly md5OfSystemAttributes: string | undefined;
  readonly size: number;
  readonly attributes: MessageAttributes | undefined;
  readonly traceHeader: string | undefined;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  /** Milliseconds. */
  readonly delay: number;
}

const WRONG_TYPE = 'The request include parameter that is not valid for this queue type.';

/** Letters, digits and the ASCII punctuation. */
const TOKEN = /^[!-~]{1,128}$/;

/**
 * @param at where it stands in a batch: `SendMessageBatchRequestEntry.1.`
 * @throws AwsError for what SendMessage refuses
 */
export function readNewMessage(queue: Queue, input: MessageInput, at = ''): NewMessage {
  const { MessageBody: body } = input;
  if (body === undefined || body === '') throw missingParameter(`${at}MessageBody`);
  if (FORBIDDEN_CHARACTER.test(body)) throw invalidMessageContents();
  const attributes = readMessageAttributes(input.MessageAttributes);
  const size = Buffer.byteLength(body) + attributesSize(attributes);
  const limit = queue.settings.maximumMessageSize;
  if (size > limit) throw messageTooLong(limit);
  const system = readSystemAttributes(input.MessageSystemAttributes);
  checkIds(queue, input);
  return {
    body,
    md5OfBody: md5(body),
    md5OfAttributes: md5OfAttributes(attributes),
    md5OfSystemAttributes: md5OfAttributes(system),
    size,
    attributes,
    traceHeader: system?.['AWSTraceHeader']?.StringValue ?? input.traceHeader,
    groupId: input.MessageGroupId,
    deduplicationId: queue.record.fifo ? (input.MessageDeduplicationId ?? sha256(body)) : undefined,
    delay: readDelay(queue, input.DelaySeconds),
  };
}

/** UTF-8 bytes of a message before it is known to be valid, for the limit of a batch. */
export function sizeOf({ MessageBody, MessageAttributes }: MessageInput): number {
  let bytes = Buffer.byteLength(MessageBody ?? '');
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType ?? '') + Buffer.byteLength(StringValue ?? '');
    if (BinaryValue === undefined) continue;
    bytes += typeof BinaryValue === 'string' ? Buffer.byteLength(BinaryValue, 'base64') : BinaryValue.length;
  }
  return bytes;
}

function checkIds(queue: Queue, input: MessageInput): void {
  const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = input;
  const { fifo } = queue.record;
  if (fifo && (groupId === undefined || groupId === '')) throw missingParameter('MessageGroupId');
  if (fifo && deduplicationId === undefined && !queue.settings.contentBasedDeduplication) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  checkToken('MessageGroupId', groupId);
  if (!fifo && deduplicationId !== undefined) {
    throw invalidValue('MessageDeduplicationId', deduplicationId, WRONG_TYPE);
  }
  checkToken('MessageDeduplicationId', deduplicationId);
}

function checkToken(name: string, value: string | undefined): void {
  if (value === undefined || TOKEN.test(value)) return;
  throw invalidValue(
    name,
    value,
    `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function readDelay(queue: Queue, delaySeconds: number | undefined): number {
  if (delaySeconds === undefined) return queue.settings.delay;
  if (queue.record.fifo) {
    if (delaySeconds !== 0) throw invalidValue('DelaySeconds', delaySeconds, WRONG_TYPE);
    return queue.settings.delay;
  }
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
    throw invalidValue('DelaySeconds', delaySeconds, 'DelaySeconds must be >= 0 and <= 900.');
  }
  return delaySeconds * 1000;
}

/** Only AWSTraceHeader exists; it does not count against the message size. */
function readSystemAttributes(attributes: AttributesInput | undefined): MessageAttributes | undefined {
  for (const [name, input] of Object.entries(attributes ?? {})) {
    if (name !== 'AWSTraceHeader') {
      throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
    }
    if (input.DataType !== 'String') {
      throw invalidParameter(`The message system attribute '${name}' must have the type 'String'.`);
    }
    return { [name]: readAttribute(name, input) };
  }
  return undefined;
}

function sha256(text: string): string {
  return hash('sha256', text);
}
