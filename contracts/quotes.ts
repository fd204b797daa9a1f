import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';
import type { Immutable } from './immutable.ts';
import { lineSchema, longestOrder, moneySchema, pricedLineSchema } from './orders.ts';
import { requestFacts, requestIdSchema } from './replies.ts';

const linesSchema = z.array(lineSchema).check(
  z.minLength(1),
  z.maxLength(longestOrder),
  z.refine((lines) => new Set(lines.map((line) => line.sku)).size === lines.length, { error: 'names a sku twice' }),
);

/** Body of `POST /quotes`. */
export const requestQuoteSchema = z.strictObject({ items: linesSchema });
export type RequestQuote = z.infer<typeof requestQuoteSchema>;

export const quoteRequestedSchema = envelopeOf(
  'quote.requested',
  z.object({ ...requestFacts, items: z.array(lineSchema) }),
);

/** A quote, or why there is none. */
const quoteFacts = {
  reason: z.optional(z.string()),
  items: z.optional(z.array(pricedLineSchema)),
  total: z.optional(moneySchema),
};

export const quoteAnsweredSchema = envelopeOf(
  'quote.answered',
  z.object({ requestId: requestIdSchema, outcome: z.enum(['QUOTED', 'REFUSED']), ...quoteFacts }),
);
export type QuoteAnswer = Omit<Immutable<z.infer<typeof quoteAnsweredSchema>>['data'], 'requestId'>;

/** What `POST /quotes` and `GET /quotes/{id}` answer. EXPIRED: no answer came in time, and none will be taken. */
export const quoteViewSchema = z.object({
  quoteId: requestIdSchema,
  status: z.enum(['WAITING', 'QUOTED', 'REFUSED', 'EXPIRED']),
  ...quoteFacts,
});
export type QuoteView = Immutable<z.infer<typeof quoteViewSchema>>;
