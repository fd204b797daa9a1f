import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, paginateQuery, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Ledger, Ledgers, Versioned } from './ledger.ts';

/** Sandbox records go away by themselves: DynamoDB's TTL on `expiration`, in epoch seconds. */
const lifetimeSeconds = 30 * 24 * 60 * 60;

interface Item<T> extends Versioned<T> {
  readonly ledger: string;
  readonly id: string;
  readonly createdAt: string;
}

/** Ledgers in one table: partition key `ledger`, sort key `id`, TTL attribute `expiration`. */
export function dynamodbLedgers(client: DynamoDBDocumentClient, tableName: string, now: () => number): Ledgers {
  return <T>(name: string): Ledger<T> => {
    const put = async (item: Item<T>, condition: Partial<PutCommand['input']>): Promise<boolean> => {
      const expiration = Math.floor(now() / 1000) + lifetimeSeconds;
      try {
        await client.send(new PutCommand({ TableName: tableName, Item: { ...item, expiration }, ...condition }));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    };
    const read = async (id: string): Promise<Item<T> | undefined> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: tableName, Key: { ledger: name, id }, ConsistentRead: true }),
      );
      return Item as Item<T> | undefined;
    };
    return {
      get: read,
      putIfAbsent: (id, value) =>
        put(
          { ledger: name, id, version: 1, value, createdAt: new Date(now()).toISOString() },
          { ConditionExpression: 'attribute_not_exists(id)' },
        ),
      update: async (id, value, version) => {
        const last = await read(id);
        if (last?.version !== version) return false;
        return put(
          { ...last, version: version + 1, value },
          {
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':version': version },
          },
        );
      },
      list: () => listItems<T>(client, tableName, name),
    };
  };
}

async function listItems<T>(client: DynamoDBDocumentClient, tableName: string, name: string): Promise<T[]> {
  const items: Item<T>[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: '#ledger = :ledger',
      ExpressionAttributeNames: { '#ledger': 'ledger' },
      ExpressionAttributeValues: { ':ledger': name },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) items.push(...((page.Items ?? []) as Item<T>[]));
  return items.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)).map((item) => item.value);
}
