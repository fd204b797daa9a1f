import type { Context } from 'aws-lambda';
import { describe } from '../messaging/errors.ts';
import { invocation } from '../messaging/invocation.ts';
import { flushCounters, log } from '../messaging/log.ts';
import { overdueOrders } from './order-queries.ts';
import { OrderStore } from './order-store.ts';
import { openShards, type Order } from './order.ts';
import { park } from './park-order.ts';

const store = new OrderStore();

/** Orders parked per shard and run; the next run takes the rest. */
const limit = 100;

/**
 * Scheduled: parks what no message will ever finish, such as an order whose message died silently in a dead-letter queue.
 */
export const handler = (_event: unknown, context: Context): Promise<void> =>
  invocation.run(context, async () => {
    for (const shard of openShards) {
      for (const order of await overdueOrders(shard, limit)) await parkOne(order);
    }
    flushCounters();
  });

/** One order that cannot be parked now must not keep the others from it; the next run tries it again. */
async function parkOne(order: Order): Promise<void> {
  const cause = { correlationId: order.correlationId, causationId: `deadline-${order.version}` };
  try {
    await park(order, 'deadline-passed', cause, store);
  } catch (error) {
    log.error('order not parked', { orderId: order.orderId, errorType: describe(error).errorType });
  }
}
