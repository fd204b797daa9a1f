import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable } from './fixture.ts';

const TableName = 't-1';
const pk = { S: 'a' };

const values: readonly AttributeValue[] = [
  { N: '' },
  { N: '1e2147483647' },
  { SS: ['b', 'a', 'b'] },
  { BS: [Buffer.from([255]), Buffer.from([0]), Buffer.from([0])] },
  { NS: ['2', '1', '2'] },
];
const invalid = 'One or more parameter values were invalid: Input collection';
const newer = [
  'The parameter cannot be converted to a numeric value: ',
  'Number overflow. Attempting to store a number with magnitude larger than supported range',
  `${invalid} ["a", "b", "b"] contains duplicates.`,
  `${invalid} ["AA==","/w==","AA=="]of type BS contains duplicates.`,
  `${invalid} contains duplicates.`,
];
const older = [
  'The parameter cannot be converted to a numeric value',
  'Number underflow. Attempting to store a number with magnitude smaller than supported range',
  `${invalid} [b, a, b] contains duplicates.`,
  `${invalid} [/w==, AA==, AA==]of type BS contains duplicates.`,
  'Input collection contains duplicates',
];

type Client = Awaited<ReturnType<typeof withTable>>['client'];

test.for([
  ['GetItem', (client: Client, v: AttributeValue) => client.send(new GetItemCommand({ TableName, Key: { pk: v } }))],
  [
    'BatchGetItem',
    (client: Client, v: AttributeValue) =>
      client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [{ pk: v }] } } })),
  ],
  [
    'Query',
    (client: Client, v: AttributeValue) =>
      client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: 'n = :v',
          ExpressionAttributeValues: { ':pk': pk, ':v': v },
        }),
      ),
  ],
] as const)('%s refuses values in the words of newer checks', async ([, send]) => {
  const { client } = await withTable();
  for (const [index, value] of values.entries()) {
    expect((await failure(send(client, value))).message).toBe(newer[index]);
  }
});

test.for([
  [
    'PutItem',
    (client: Client, v: AttributeValue) => client.send(new PutItemCommand({ TableName, Item: { pk, n: v } })),
  ],
  [
    'DeleteItem',
    (client: Client, v: AttributeValue) =>
      client.send(
        new DeleteItemCommand({
          TableName,
          Key: { pk },
          ConditionExpression: 'n = :v',
          ExpressionAttributeValues: { ':v': v },
        }),
      ),
  ],
] as const)('%s refuses values in the words of newer checks', async ([, send]) => {
  const { client } = await withTable();
  for (const [index, value] of values.entries()) {
    expect((await failure(send(client, value))).message).toBe(newer[index]);
  }
});

test.for([
  [
    'BatchWriteItem',
    (client: Client, v: AttributeValue) =>
      client.send(
        new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: { pk, n: v } } }] } }),
      ),
    (message: string) => message,
  ],
  [
    'Scan',
    (client: Client, v: AttributeValue) =>
      client.send(new ScanCommand({ TableName, FilterExpression: 'n = :v', ExpressionAttributeValues: { ':v': v } })),
    (message: string) => `ExpressionAttributeValues contains invalid value: ${message} for key :v`,
  ],
  [
    'TransactWriteItems',
    (client: Client, v: AttributeValue) =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            {
              Delete: {
                TableName,
                Key: { pk },
                ConditionExpression: 'n = :v',
                ExpressionAttributeValues: { ':v': v },
              },
            },
          ],
        }),
      ),
    (message: string) => `ExpressionAttributeValues contains invalid value: ${message} for key :v`,
  ],
] as const)('%s refuses values in the words of older checks', async ([, send, wrapped]) => {
  const { client } = await withTable();
  for (const [index, value] of values.entries()) {
    expect((await failure(send(client, value))).message).toBe(wrapped(older[index]!));
  }
});
