import type * as z from 'zod/mini';
import { breakerClosedSchema, breakerHalfOpenedSchema, breakerOpenedSchema, breakerReopenedSchema } from './breaker.ts';
import type { Immutable } from './immutable.ts';
import {
  orderCancelledSchema,
  orderCompletedSchema,
  orderParkedSchema,
  orderPlacedSchema,
  orderRejectedSchema,
  orderVoidSchema,
} from './orders.ts';
import {
  transcodeRequestedSchema,
  videoFailedSchema,
  videoReadySchema,
  videoTranscodedSchema,
  videoUploadedSchema,
} from './videos.ts';
import { quoteAnsweredSchema, quoteRequestedSchema } from './quotes.ts';
import { userRegisteredSchema } from './users.ts';

/** What messages travel on, in a reader's words. */
export const channels = {
  events: { carrier: 'topic', destinations: ['events'], summary: 'What happened, for whoever subscribes to its type.' },
  lanes: {
    carrier: 'fifo-queue',
    destinations: ['lane-vip', 'lane-standard'],
    summary: 'Orders to finish: one queue a priority lane, grouped by order.',
  },
  compensations: {
    carrier: 'queue',
    destinations: ['compensations'],
    summary: 'Charges to look up and give back.',
  },
  transcodes: {
    carrier: 'queue',
    destinations: ['transcode-high', 'transcode-standard'],
    summary: 'Renditions to make: 360p on a lane of its own, so that a preview is there first.',
  },
  quotes: { carrier: 'queue', destinations: ['quote-requests'], summary: 'Requests for quotes.' },
  replies: {
    carrier: 'queue',
    destinations: [],
    summary: 'Replies of every server, each by the id of its request. Servers send here themselves, not by the outbox.',
  },
} as const satisfies Readonly<Record<string, Channel>>;

export interface Channel {
  readonly carrier: 'topic' | 'queue' | 'fifo-queue';
  /** Names that outbox rows know it by. */
  readonly destinations: readonly string[];
  readonly summary: string;
}

/**
 * Every message that a queue or topic carries. A message joins here and nowhere else: its documents, the comparison
 * with what was published before, and the types of producers follow. Types alone may be imported by functions, so that
 * no bundle carries all schemas.
 */
export const messages = [
  { schema: orderPlacedSchema, channel: 'lanes', summary: 'An order was accepted and is to be finished.' },
  {
    schema: orderVoidSchema,
    channel: 'compensations',
    summary: 'An order ended while a charge may have gone through.',
  },
  { schema: orderCompletedSchema, channel: 'events', summary: 'An order was charged and its stock is sold.' },
  { schema: orderRejectedSchema, channel: 'events', summary: 'An order cannot be fulfilled or paid.' },
  { schema: orderCancelledSchema, channel: 'events', summary: 'A customer took an order back.' },
  { schema: orderParkedSchema, channel: 'events', summary: 'An order was set aside for an operator.' },
  { schema: breakerOpenedSchema, channel: 'events', summary: 'A downstream fails too often and is called no more.' },
  { schema: breakerHalfOpenedSchema, channel: 'events', summary: 'A few calls probe a downstream that failed.' },
  { schema: breakerReopenedSchema, channel: 'events', summary: 'A probe failed: the downstream is called no more.' },
  { schema: breakerClosedSchema, channel: 'events', summary: 'All probes succeeded: the downstream is called again.' },
  { schema: transcodeRequestedSchema, channel: 'transcodes', summary: 'One quality of a video is to be made.' },
  { schema: videoUploadedSchema, channel: 'events', summary: 'An upload was found to be a video and is worked on.' },
  { schema: videoTranscodedSchema, channel: 'events', summary: 'One quality of a video is there.' },
  { schema: videoReadySchema, channel: 'events', summary: 'All qualities of a video are there.' },
  { schema: videoFailedSchema, channel: 'events', summary: 'A video cannot be offered.' },
  { schema: quoteRequestedSchema, channel: 'quotes', summary: 'Somebody asks for prices and waits for them.' },
  {
    schema: quoteAnsweredSchema,
    channel: 'replies',
    summary: 'The prices that were asked for, or why there are none.',
  },
  { schema: userRegisteredSchema, channel: 'events', summary: 'A user signed up.' },
] as const satisfies readonly MessageContract[];

export interface MessageContract {
  readonly schema: z.ZodMiniObject<{ readonly type: z.ZodMiniLiteral<string>; readonly data: z.ZodMiniType }>;
  readonly channel: keyof typeof channels;
  readonly summary: string;
}

/** Any message that may be sent. */
export type Message = Immutable<z.infer<(typeof messages)[number]['schema']>>;
