import { overdueSweeper } from '../messaging/deadline.ts';
import { required } from '../messaging/environment.ts';
import { describe } from '../messaging/errors.ts';
import { log } from '../messaging/log.ts';
import { OrderStore } from './order-store.ts';
import type { Order } from './order.ts';
import { park } from './park-order.ts';

const store = new OrderStore();

/**
 * Scheduled: parks what no message will ever finish, such as an order whose message died silently in a dead-letter queue.
 */
export const handler = overdueSweeper({ table: required('ordersTable'), endOne: parkOne });

/** One order that cannot be parked now must not keep the others from it; the next run tries it again. */
async function parkOne(order: Order): Promise<void> {
  const cause = { correlationId: order.correlationId, causationId: `deadline-${order.version}` };
  try {
    await park(order, 'deadline-passed', cause, store);
  } catch (error) {
    log.error('order not parked', { orderId: order.orderId, errorType: describe(error).errorType });
  }
}
