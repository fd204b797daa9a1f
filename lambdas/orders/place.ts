import { idempotencyKeySchema, placeOrderSchema } from '../../contracts/orders.ts';
import { causeOf, tokenCustomer } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { header, jsonBody } from '../http/request.ts';
import { count, log } from '../messaging/log.ts';
import { TransactionRefused } from '../messaging/transaction.ts';
import { Catalogue } from './catalogue.ts';
import { OrderStore } from './order-store.ts';
import { placeOrder, type Placed, type Placement } from './place-order.ts';

const store = new OrderStore();
const catalogue = new Catalogue();

/** `POST /orders` → 202 {orderId, status}. */
export const handler = endpoint(async (event) => {
  const key = idempotencyKeySchema.safeParse(header(event, 'idempotency-key'));
  if (!key.success) throw new Problem('invalid-idempotency-key');
  const request = jsonBody(event, placeOrderSchema);
  const customerId = tokenCustomer(event) ?? request.customerId;
  if (customerId === undefined) throw new Problem('invalid-request', { detail: 'Look at: customerId' });
  if (request.customerId !== undefined && request.customerId !== customerId) throw new Problem('unknown-customer');
  const cause = causeOf(event);
  const { orderId, status, created } = await place({ customerId, idempotencyKey: key.data, request, cause });
  log.info(created ? 'order accepted' : 'order already accepted', {
    orderId,
    status,
    correlationId: cause.correlationId,
  });
  if (created) count('OrdersAccepted');
  return { status: 202, body: { orderId, status }, headers: { location: `/orders/${orderId}` } };
});

/** The same request twice at the same moment: one is written, the other may be asked to come again. */
async function place(placement: Placement): Promise<Placed> {
  try {
    return await placeOrder(placement, store, catalogue);
  } catch (error) {
    if (error instanceof TransactionRefused && error.transient) {
      throw new Problem('request-in-progress', { retryAfterSeconds: 1, cause: error });
    }
    throw error;
  }
}
