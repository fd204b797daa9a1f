import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';
import type { Immutable } from './immutable.ts';
import { identifier, text } from './text.ts';

export const customerIdSchema = identifier(64);
export const skuSchema = identifier(64);
export const orderIdSchema = z.uuid();
/** `Idempotency-Key` of a POST. */
export const idempotencyKeySchema = identifier(128);

/** Lines in one order; a DynamoDB transaction takes 100 items and each line is one of them. */
export const longestOrder = 50;

export const lineSchema = z.strictObject({ sku: skuSchema, quantity: z.int().check(z.minimum(1), z.maximum(1000)) });

/** Body of `POST /orders`. Prices and tier are not the caller's to say. */
export const placeOrderSchema = z.strictObject({
  /** Absent under `jwt` authentication, where the token names the customer. */
  customerId: z.optional(customerIdSchema),
  items: z.array(lineSchema).check(
    z.minLength(1),
    z.maxLength(longestOrder),
    z.refine((lines) => new Set(lines.map((line) => line.sku)).size === lines.length, { error: 'names a sku twice' }),
  ),
  note: z.optional(text(500)),
});
export type PlaceOrder = z.infer<typeof placeOrderSchema>;

export const orderStatuses = [
  'RECEIVED',
  'RESERVED',
  'CHARGING',
  'COMPLETED',
  'REJECTED',
  'CANCELLED',
  'PARKED',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Money in minor units: 1999 EUR is 19.99 euros. */
export const moneySchema = z.object({
  amount: z.int().check(z.nonnegative()),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});
export type Money = z.infer<typeof moneySchema>;

export const pricedLineSchema = z.object({
  sku: skuSchema,
  quantity: z.int().check(z.minimum(1)),
  unitPrice: z.int().check(z.nonnegative()),
});
export type PricedLine = z.infer<typeof pricedLineSchema>;

const orderFacts = { orderId: orderIdSchema, customerId: customerIdSchema };
const orderTotals = { items: z.array(pricedLineSchema).check(z.minLength(1)), total: moneySchema };

/** Work for the lanes: finish this order. */
export const orderPlacedSchema = envelopeOf('order.placed', z.object({ ...orderFacts, ...orderTotals }));
/** Work for compensation: give back whatever `paymentKey` may have taken. */
export const orderVoidSchema = envelopeOf(
  'order.void-requested',
  z.object({ ...orderFacts, paymentKey: z.string().check(z.minLength(1)) }),
);

export const orderCompletedSchema = envelopeOf(
  'order.completed',
  z.object({ ...orderFacts, ...orderTotals, completedAt: z.iso.datetime() }),
);
export const orderRejectedSchema = envelopeOf('order.rejected', z.object({ ...orderFacts, reason: z.string() }));
export const orderCancelledSchema = envelopeOf('order.cancelled', z.object({ ...orderFacts, reason: z.string() }));
export const orderParkedSchema = envelopeOf('order.parked', z.object({ ...orderFacts, reason: z.string() }));

export type OrderPlaced = z.infer<typeof orderPlacedSchema>;
export type OrderVoidRequested = z.infer<typeof orderVoidSchema>;
export type OrderCompleted = z.infer<typeof orderCompletedSchema>;

/** What `POST /orders` answers. */
export const orderAcceptedSchema = z.object({ orderId: orderIdSchema, status: z.enum(orderStatuses) });

/** What `GET /orders/{id}` answers. */
export const orderViewSchema = z.object({
  ...orderFacts,
  status: z.enum(orderStatuses),
  /** Why it was rejected, cancelled or parked. */
  reason: z.optional(z.string()),
  ...orderTotals,
  note: z.optional(z.string()),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type OrderView = Immutable<z.infer<typeof orderViewSchema>>;

/** Query of `GET /orders`. */
export const listOrdersSchema = z.object({
  customerId: z.optional(customerIdSchema),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
  /** Where the page before this one ended, as it was answered. */
  cursor: z.optional(z.string().check(z.maxLength(1000), z.regex(/^[A-Za-z0-9_-]+$/))),
});

/** What `GET /orders` answers: newest first; without `cursor` there is no further page. */
export const orderPageSchema = z.object({ orders: z.array(orderViewSchema), cursor: z.optional(z.string()) });
