import type { Cause } from '../messaging/envelope.ts';
import { RetryLater } from '../messaging/errors.ts';
import { count, log } from '../messaging/log.ts';
import { findOrder } from './order-queries.ts';
import type { OrderStore } from './order-store.ts';
import { isOpen, type Order } from './order.ts';

/** Races to fight out before the message rests. */
const tries = 5;

/**
 * Writes down that nobody works on an order any more: stock is released and a charge that may have happened is voided.
 * An order that is finished, or parked already, stays as it is.
 */
export async function parkOrder(
  orderId: string,
  reason: string,
  cause: Cause,
  store: Pick<OrderStore, 'move'>,
): Promise<void> {
  const order = await findOrder(orderId);
  if (order === undefined) return;
  await park(order, reason, cause, store);
}

/** As `parkOrder`, starting from a row that was read already. */
export async function park(order: Order, reason: string, cause: Cause, store: Pick<OrderStore, 'move'>): Promise<void> {
  let current = order;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (!isOpen(current.status)) return;
    const written = await store.move(current, 'PARKED', cause, reason);
    if (!('refused' in written)) {
      log.error('order parked', { orderId: order.orderId, reason, correlationId: cause.correlationId });
      count('OrdersParked');
      return;
    }
    if (written.refused === 'changed') current = written.order;
  }
  throw new RetryLater('The order keeps changing under our feet');
}
