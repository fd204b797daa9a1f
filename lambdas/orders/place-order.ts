import type { OrderStatus, PlaceOrder } from '../../contracts/orders.ts';
import { Problem } from '../http/problem.ts';
import type { Cause } from '../messaging/envelope.ts';
import { contentHash, derivedId } from '../messaging/ids.ts';
import { price, type Catalogue } from './catalogue.ts';
import { laneOf } from './order.ts';
import { findOrder } from './order-queries.ts';
import type { OrderStore } from './order-store.ts';

export interface Placement {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly request: PlaceOrder;
  readonly cause: Cause;
}

export interface Placed {
  readonly orderId: string;
  /** The same for every repetition: what the request did, not how far the order has come. */
  readonly status: OrderStatus;
  readonly created: boolean;
}

/**
 * Accepts an order. Its id is a function of customer and key, so a repeated request finds the first one's order
 * whatever happened to the first one's answer.
 *
 * @throws Problem `unknown-customer`, `unknown-product`, or `idempotency-key-reused` for another body under the same key
 */
export async function placeOrder(placement: Placement, store: OrderStore, catalogue: Catalogue): Promise<Placed> {
  const { customerId, idempotencyKey, request, cause } = placement;
  const orderId = derivedId(customerId, idempotencyKey);
  const requestHash = contentHash(request);
  const { customer, products } = await catalogue.lookUp(customerId, request.items);
  const unknown = request.items.filter(({ sku }) => !products.has(sku));
  if (customer === undefined || unknown.length > 0) {
    const existing = await findOrder(orderId);
    if (existing !== undefined) return repeated(existing, requestHash);
    throw customer === undefined
      ? new Problem('unknown-customer')
      : new Problem('unknown-product', {
          detail: `Lines: ${unknown.map(({ sku }) => request.items.findIndex((line) => line.sku === sku)).join(', ')}`,
        });
  }
  const { lines, total } = price(request.items, products);
  const existing = await store.place(
    {
      orderId,
      customerId,
      lane: laneOf(customer.tier),
      items: lines,
      total,
      ...(request.note !== undefined && { note: request.note }),
      requestHash,
      correlationId: cause.correlationId,
    },
    cause,
  );
  return existing === undefined ? { orderId, status: 'RECEIVED', created: true } : repeated(existing, requestHash);
}

function repeated(existing: { orderId: string; requestHash: string }, requestHash: string): Placed {
  if (existing.requestHash !== requestHash) throw new Problem('idempotency-key-reused');
  return { orderId: existing.orderId, status: 'RECEIVED', created: false };
}
