import * as z from 'zod/mini';
import { customerIdSchema, listOrdersSchema } from '../../contracts/orders.ts';
import { tokenCustomer } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { parse } from '../http/request.ts';
import { toItem } from '../messaging/transaction.ts';
import { listOrders } from './order-queries.ts';
import { view } from './order.ts';
import { unmarshall } from '@aws-sdk/util-dynamodb';

const cursorSchema = z.strictObject({ orderId: z.uuid(), customerId: customerIdSchema, createdAt: z.iso.datetime() });

/** `GET /orders?customerId=…&limit=…&cursor=…` → 200 {orders, cursor?}, newest first. */
export const handler = endpoint(async (event) => {
  const query = parse(listOrdersSchema, event.queryStringParameters ?? {});
  const customerId = tokenCustomer(event) ?? query.customerId;
  if (customerId === undefined) throw new Problem('invalid-request', { detail: 'Look at: customerId' });
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, customerId);
  const { orders, next } = await listOrders(customerId, query.limit, after && toItem(after));
  const cursor = next && Buffer.from(JSON.stringify(unmarshall(next))).toString('base64url');
  return { status: 200, body: { orders: orders.map(view), ...(cursor !== undefined && { cursor }) } };
});

function readCursor(cursor: string, customerId: string): z.infer<typeof cursorSchema> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw new Problem('invalid-request', { detail: 'Look at: cursor', cause });
  }
  const key = parse(cursorSchema, value);
  if (key.customerId !== customerId) throw new Problem('invalid-request', { detail: 'Look at: cursor' });
  return key;
}
