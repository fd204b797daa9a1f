import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
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
] as const)('%s refuses values in the words of newer checks, and counts them', async ([, send]) => {
  const { client } = await withTable();
  for (const [index, value] of values.entries()) {
    expect((await failure(send(client, value))).message).toBe(`1 validation error detected: ${newer[index]}`);
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

const one = (message: string): string => `1 validation error detected: ${message}`;

test('what a write of one item is refused for before its table is looked at is counted, nothing later', async () => {
  const { client } = await withTable();
  const put = (more: object) => failure(client.send(new PutItemCommand({ TableName, Item: { pk }, ...more })));
  const update = (more: object) => failure(client.send(new UpdateItemCommand({ TableName, Key: { pk }, ...more })));
  const remove = (more: object) => failure(client.send(new DeleteItemCommand({ TableName, Key: { pk }, ...more })));
  const idle = one('ExpressionAttributeValues can only be specified when using expressions');
  const empty = one('Invalid ConditionExpression: The expression can not be empty;');
  for (const send of [put, remove]) {
    expect((await send({ ExpressionAttributeValues: { ':v': pk } })).message).toBe(idle);
    expect((await send({ ConditionExpression: '' })).message).toBe(empty);
    expect((await send({ ReturnValues: 'ALL_NEW' })).message).toBe(one('ReturnValues can only be ALL_OLD or NONE'));
    expect((await send({ Expected: { a: { Exists: true } } })).message).toBe(
      one('One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a'),
    );
  }
  const values = { ExpressionAttributeValues: { ':w': pk } };
  expect((await update({ UpdateExpression: 'SET b = :w', ConditionExpression: 'a = :v', ...values })).message).toBe(
    one(
      'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v',
    ),
  );
  expect((await update({ UpdateExpression: 'SET pk = :w', ...values })).message).toBe(
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
  );
});
