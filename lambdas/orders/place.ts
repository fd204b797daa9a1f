import { placeOrderSchema } from '../../contracts/orders.ts';
import { causeOf, tokenCustomer } from '../http/caller.ts';
import { unlessContended } from '../http/contention.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { idempotencyKey, jsonBody } from '../http/request.ts';
import { count, log } from '../messaging/log.ts';
import { Catalogue } from './catalogue.ts';
import { OrderStore } from './order-store.ts';
import { placeOrder } from './place-order.ts';

const store = new OrderStore();
const catalogue = new Catalogue();

/** `POST /orders` → 202 {orderId, status}. */
export const handler = endpoint(async (event) => {
  const key = idempotencyKey(event);
  const request = jsonBody(event, placeOrderSchema);
  const customerId = tokenCustomer(event) ?? request.customerId;
  if (customerId === undefined) throw new Problem('invalid-request', { detail: 'Look at: customerId' });
  if (request.customerId !== undefined && request.customerId !== customerId) throw new Problem('unknown-customer');
  const cause = causeOf(event);
  const { orderId, status, created } = await unlessContended(() =>
    placeOrder({ customerId, idempotencyKey: key, request, cause }, store, catalogue),
  );
  log.info(created ? 'order accepted' : 'order already accepted', {
    orderId,
    status,
    correlationId: cause.correlationId,
  });
  if (created) count('OrdersAccepted');
  return { status: 202, body: { orderId, status }, headers: { location: `/orders/${orderId}` } };
});
