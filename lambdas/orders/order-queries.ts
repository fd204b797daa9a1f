import { GetItemCommand, QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { required } from '../messaging/environment.ts';
import type { Order } from './order.ts';

const table = required('ordersTable');

/** An index key to go on from. */
export type PageKey = Record<string, AttributeValue>;

/** Reads the row as it is now. */
export async function findOrder(orderId: string): Promise<Order | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { orderId: { S: orderId } }, ConsistentRead: true }),
  );
  return Item === undefined ? undefined : toOrder(Item);
}

/** A customer's orders, newest first. The index trails the table by a moment. */
export async function listOrders(
  customerId: string,
  limit: number,
  after?: PageKey,
): Promise<{ orders: Order[]; next?: PageKey }> {
  const page = await dynamodb.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'byCustomer',
      KeyConditionExpression: 'customerId = :customer',
      ExpressionAttributeValues: { ':customer': { S: customerId } },
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: after }),
    }),
  );
  const orders = (page.Items ?? []).map(toOrder);
  return { orders, ...(page.LastEvaluatedKey !== undefined && { next: page.LastEvaluatedKey }) };
}

function toOrder(item: Record<string, AttributeValue>): Order {
  return unmarshall(item) as Order;
}
