import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { required } from '../messaging/environment.ts';
import type { Customer } from './catalogue.ts';

const table = required('customersTable');

export async function findCustomer(customerId: string): Promise<Customer | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { customerId: { S: customerId } } }),
  );
  return Item === undefined ? undefined : (unmarshall(Item) as Customer);
}
