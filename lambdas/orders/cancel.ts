import { orderIdSchema } from '../../contracts/orders.ts';
import { causeOf, tokenCustomer } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { pathParameter } from '../http/request.ts';
import { log } from '../messaging/log.ts';
import { cancelOrder } from './cancel-order.ts';
import { findOrder } from './order-queries.ts';
import { OrderStore } from './order-store.ts';
import { view } from './order.ts';

const store = new OrderStore();

/** `POST /orders/{id}/cancellation` → 200 with the cancelled order; 409 once it is completed. No body. */
export const handler = endpoint(async (event) => {
  const order = await findOrder(pathParameter(event, 'id', orderIdSchema));
  const customer = tokenCustomer(event);
  if (order === undefined || (customer !== undefined && order.customerId !== customer)) throw new Problem('not-found');
  const { causationId } = causeOf(event);
  const cancelled = await cancelOrder(order, { correlationId: order.correlationId, causationId }, store);
  log.info('order cancelled', { orderId: order.orderId, correlationId: order.correlationId });
  return { status: 200, body: view(cancelled) };
});
