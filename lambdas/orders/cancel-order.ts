import { Problem } from '../http/problem.ts';
import type { Cause } from '../messaging/envelope.ts';
import type { OrderStore } from './order-store.ts';
import { mayBecome, type Order } from './order.ts';

/** Races that one request fights out before it asks the caller to come again. */
const tries = 5;

/**
 * Cancels an order that is not completed: stock is given back in the same transaction, and a charge that may have
 * happened is looked up and voided by the message written with it. Cancelling again answers the same.
 *
 * @throws Problem `order-not-cancellable` once it is COMPLETED or REJECTED
 */
export async function cancelOrder(order: Order, cause: Cause, store: Pick<OrderStore, 'move'>): Promise<Order> {
  let current = order;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (current.status === 'CANCELLED') return current;
    if (!mayBecome(current.status, 'CANCELLED'))
      throw new Problem('order-not-cancellable', { detail: `It is ${current.status}` });
    const written = await store.move(current, 'CANCELLED', cause, 'cancelled-by-customer');
    if (!('refused' in written)) return written.order;
    if (written.refused === 'changed') current = written.order;
  }
  throw new Problem('request-in-progress', { retryAfterSeconds: 1 });
}
