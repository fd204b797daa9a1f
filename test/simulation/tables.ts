import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../../local/services/cloud.ts';
import { deleteItem } from '../../local/services/dynamodb/actions/delete-item.ts';
import { putItem } from '../../local/services/dynamodb/actions/put-item.ts';
import type { Call } from '../../local/services/service.ts';

/** Calls as the account's root, from outside of every function. */
export function rootCall(cloud: Cloud): Call {
  return { caller: cloud.iam.root, requestId: 'simulation', authorize: () => undefined };
}

export function put(cloud: Cloud, table: string, item: Readonly<Record<string, unknown>>): void {
  putItem(cloud.dynamodb, { TableName: table, Item: marshall(item) }, rootCall(cloud));
}

/** Every item of a table as it stands, straight from the engine. */
export function items<Item>(cloud: Cloud, table: string): Item[] {
  return [...cloud.dynamodb.table(table).rows.values()].map(({ item }) => plain(item) as Item);
}

/** Deletes every item, as an expiry in the past would. */
export function erase(cloud: Cloud, table: string, key: string): void {
  const keys = [...cloud.dynamodb.table(table).rows.values()].map(({ item }) => ({ [key]: item[key] }));
  for (const Key of keys) deleteItem(cloud.dynamodb, { TableName: table, Key }, rootCall(cloud));
}

/** Rows in a sparse index. */
export function indexed({ dynamodb }: Cloud, table: string, index: string): number {
  return dynamodb.table(table).indexes.get(index)!.rows.size;
}

export function plain(item: unknown): unknown {
  return unmarshall(item as Record<string, AttributeValue>);
}
