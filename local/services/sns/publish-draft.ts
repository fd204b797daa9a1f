import { hash } from 'node:crypto';
import { invalidParameter } from './errors.ts';
import { attributesSize, readMessageAttributes, type MessageAttribute } from './message-attributes.ts';
import type { Traced } from '../protocol/traced.ts';
import type { TopicRecord } from './store.ts';
import type { PublishInput } from '@aws-sdk/client-sns';

/** A message that passed every check, not yet taken. */
export interface PublishDraft {
  readonly subject?: string;
  readonly text: string;
  readonly texts?: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  /** X-Ray's header of the request that published it. */
  readonly traceHeader?: string;
  /** Bytes of body and attributes. */
  readonly size: number;
}

/** The parts that Publish and an entry of PublishBatch share. */
export type Content = Traced &
  Pick<
    PublishInput,
    'Message' | 'Subject' | 'MessageStructure' | 'MessageAttributes' | 'MessageDeduplicationId' | 'MessageGroupId'
  >;

/** What the rules for a message depend on. */
type Recipient = Pick<TopicRecord, 'fifo' | 'attributes'>;

const DEFAULT_MAXIMUM_SIZE = 262_144;

/** Bytes that a message may have, attributes included. */
export function maximumMessageSize(recipient: Recipient): number {
  return Number(recipient.attributes['MaximumMessageSize'] ?? DEFAULT_MAXIMUM_SIZE);
}

/** @throws AwsError `InvalidParameter` for an empty message or a bad subject */
export function checkText({ Message: message, Subject: subject }: Content): void {
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter('Subject');
  if (message === undefined || message === '') throw invalidParameter('Empty message');
}

/**
 * Everything that can be wrong with a message except its text and its size.
 *
 * @param attributesAt where its attributes sit in the request, for error messages
 */
export function readDraft(topic: Recipient, content: Content, attributesAt?: string): PublishDraft {
  const message = content.Message ?? '';
  const attributes = readMessageAttributes(content.MessageAttributes, attributesAt);
  checkIds(topic, content);
  return {
    ...(content.Subject !== undefined && { subject: content.Subject }),
    ...readTexts(message, content.MessageStructure),
    attributes,
    ...(content.MessageGroupId !== undefined && { messageGroupId: content.MessageGroupId }),
    ...(topic.fifo && { messageDeduplicationId: content.MessageDeduplicationId ?? sha256(message) }),
    ...(content.traceHeader !== undefined && { traceHeader: content.traceHeader }),
    size: Buffer.byteLength(message) + attributesSize(attributes),
  };
}

/**
 * A message that is published by itself, everything about it checked but its text.
 *
 * @throws AwsError `InvalidParameter` for one that is larger than its recipient takes
 */
export function readSizedDraft(recipient: Recipient, content: Content): PublishDraft {
  const draft = readDraft(recipient, content);
  if (draft.size > maximumMessageSize(recipient)) throw invalidParameter('Message too long');
  return draft;
}

/** AWS: no line breaks or control characters, at most 100 characters, starting with something visible. */
function isSubject(subject: string): boolean {
  return subject.length > 0 && subject.length <= 100 && !/^\s|\p{Cc}/u.test(subject);
}

function checkIds(topic: Recipient, { MessageGroupId: group, MessageDeduplicationId: id }: Content): void {
  if (topic.fifo && group === undefined) {
    throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  }
  if (topic.fifo && id === undefined && topic.attributes['ContentBasedDeduplication'] !== 'true') {
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  if (!topic.fifo && id !== undefined) {
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
  if (group !== undefined && !isId(group)) throw invalidParameter('MessageGroupId');
  if (id !== undefined && !isId(id)) throw invalidParameter('MessageDeduplicationId');
}

/** 1 to 128 of the visible ASCII characters. */
function isId(id: string): boolean {
  return /^[!-~]{1,128}$/.test(id);
}

function readTexts(message: string, structure: string | undefined): Pick<PublishDraft, 'text' | 'texts'> {
  if (structure === undefined) return { text: message };
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch (cause) {
    throw invalidParameter('Message Structure - JSON message body failed to parse', { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  // AWS: values that are not text are ignored.
  const texts = Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const text = texts['default'];
  if (text === undefined) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return { text, texts };
}

function sha256(text: string): string {
  return hash('sha256', text);
}
