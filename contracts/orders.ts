import * as z from 'zod/mini';
import { envelopeOf } from './envelope.ts';
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

/** What `GET /orders/{id}` answers. */
export interface OrderView {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly reason?: string;
  readonly items: readonly PricedLine[];
  readonly total: Money;
  readonly note?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}
