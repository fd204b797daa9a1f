import { orderIdSchema } from '../../contracts/orders.ts';
import { tokenCustomer } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { pathParameter } from '../http/request.ts';
import { findOrder } from './order-queries.ts';
import { view } from './order.ts';

/** `GET /orders/{id}` → 200. Another customer's order answers as one that does not exist. */
export const handler = endpoint(async (event) => {
  const order = await findOrder(pathParameter(event, 'id', orderIdSchema));
  const customer = tokenCustomer(event);
  if (order === undefined || (customer !== undefined && order.customerId !== customer)) throw new Problem('not-found');
  return { status: 200, body: view(order) };
});
