import type * as z from 'zod/mini';
import type { Envelope } from '../../contracts/envelope.ts';
import { timestamp } from './clock.ts';
import { Reject } from './errors.ts';
import { derivedId } from './ids.ts';

/** What caused a message: passed from hop to hop so that a whole journey can be found by one id. */
export interface Cause {
  readonly correlationId: string;
  readonly causationId: string;
}

export interface MessageParts<Type extends string, Data> {
  readonly type: Type;
  /** The aggregate it is about: the order id. */
  readonly subject: string;
  /** What makes this transition of the aggregate unlike its others: a version, or the type alone where it can come only once. */
  readonly transition: string;
  readonly data: Data;
  readonly cause: Cause;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Wraps data in a CloudEvents 1.0 envelope whose id is a function of aggregate and transition. */
export function envelope<Type extends string, Data>(
  parts: MessageParts<Type, Data>,
): Envelope<Data> & { readonly type: Type } {
  return {
    specversion: '1.0',
    id: derivedId(parts.subject, parts.type, parts.transition),
    source: 'spillway',
    type: parts.type,
    subject: parts.subject,
    time: timestamp(parts.at),
    datacontenttype: 'application/json',
    correlationid: parts.cause.correlationId,
    causationid: parts.cause.causationId,
    data: parts.data,
  };
}

/**
 * Reads a message body by its contract.
 *
 * @throws Reject `invalid-json` or `invalid-message`; the text names paths, never values
 */
export function openEnvelope<Message>(schema: z.ZodMiniType<Message>, body: string): Message {
  return checkMessage(schema, parseJson(body));
}

/** @throws Reject `invalid-json` */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Reject('The message body is not JSON', { reason: 'invalid-json', cause });
  }
}

/** @throws Reject `invalid-message`; the text names paths, never values */
export function checkMessage<Message>(schema: z.ZodMiniType<Message>, value: unknown): Message {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new Reject(`The message breaks its contract at ${brokenPaths(result.error)}`, { reason: 'invalid-message' });
  }
  return result.data;
}

/** Where a value breaks its schema: `items.0.quantity, note`. */
export function brokenPaths(error: z.core.$ZodError): string {
  const paths = error.issues.map((issue) => issue.path.join('.') || '(root)');
  return [...new Set(paths)].slice(0, 10).join(', ');
}
