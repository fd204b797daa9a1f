import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValueUpdate,
  type Condition,
  type ExpectedAttributeValue,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable } from './fixture.ts';

/** Parameters from before expressions: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.html */
const TableName = 't-1';
const Key = { pk: { S: 'a' } };
const item = { ...Key, n: { N: '2' }, s: { S: 'hello' }, l: { L: [{ N: '4' }] }, ss: { SS: ['x', 'y'] } };

async function stocked() {
  const made = await withTable();
  await made.client.send(new PutItemCommand({ TableName, Item: item }));
  return made;
}

test.each<[Record<string, ExpectedAttributeValue>, 'AND' | 'OR' | undefined, boolean]>([
  [{ n: { Value: { N: '2.0' } } }, undefined, true],
  [{ n: { Value: { N: '2' }, Exists: true }, gone: { Exists: false } }, undefined, true],
  [{ s: { Exists: false } }, undefined, false],
  [{ n: { ComparisonOperator: 'NE', AttributeValueList: [{ S: '2' }] } }, undefined, true],
  [{ gone: { ComparisonOperator: 'NE', AttributeValueList: [{ S: '2' }] } }, undefined, true],
  [{ n: { ComparisonOperator: 'LE', AttributeValueList: [{ S: '2' }] } }, undefined, false],
  [{ n: { ComparisonOperator: 'BETWEEN', AttributeValueList: [{ N: '1' }, { N: '2' }] } }, undefined, true],
  [{ n: { ComparisonOperator: 'IN', AttributeValueList: [{ N: '1' }, { N: '2' }] } }, undefined, true],
  [{ s: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [{ S: 'hell' }] } }, undefined, true],
  [{ l: { ComparisonOperator: 'CONTAINS', AttributeValueList: [{ N: '4' }] } }, undefined, true],
  [{ ss: { ComparisonOperator: 'NOT_CONTAINS', AttributeValueList: [{ S: 'z' }] } }, undefined, true],
  [{ gone: { ComparisonOperator: 'NOT_CONTAINS', AttributeValueList: [{ S: 'z' }] } }, undefined, false],
  [{ ss: { ComparisonOperator: 'EQ', AttributeValueList: [{ SS: ['y', 'x'] }] } }, undefined, true],
  [{ n: { ComparisonOperator: 'NOT_NULL' }, gone: { ComparisonOperator: 'NULL' } }, 'AND', true],
  [{ n: { Value: { N: '9' } }, s: { Value: { S: 'hello' } } }, 'AND', false],
  [{ n: { Value: { N: '9' } }, s: { Value: { S: 'hello' } } }, 'OR', true],
])('Expected %j with %s holds: %s', async (Expected, ConditionalOperator, holds) => {
  const { client } = await stocked();
  const sent = client.send(new DeleteItemCommand({ TableName, Key, Expected, ConditionalOperator }));
  if (holds) await sent;
  else expect((await failure(sent)).name).toBe('ConditionalCheckFailedException');
});

const equal: Condition = { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'x' }] };
const COUNTED = '1 validation error detected: ';
const WITHOUT = 'ConditionalOperator cannot be used without Filter or Expected';
const ALONE = 'ConditionalOperator can only be used when Filter or Expected has two or more elements';

test.each([
  [new ScanCommand({ TableName, ConditionalOperator: 'AND' }), WITHOUT],
  [new ScanCommand({ TableName, ConditionalOperator: 'OR', ScanFilter: {} }), WITHOUT],
  [new ScanCommand({ TableName, ConditionalOperator: 'OR', ScanFilter: { a: equal } }), ALONE],
  [new QueryCommand({ TableName, ConditionalOperator: 'OR' }), WITHOUT],
  [
    new QueryCommand({ TableName, ConditionalOperator: 'OR', KeyConditions: { pk: equal }, QueryFilter: { a: equal } }),
    ALONE,
  ],
  [new PutItemCommand({ TableName, Item: Key, ConditionalOperator: 'AND' }), COUNTED + WITHOUT],
  [new UpdateItemCommand({ TableName, Key, ConditionalOperator: 'AND', Expected: { a: equal } }), COUNTED + ALONE],
])('an operator joins two conditions or more: %#', async (command, message) => {
  const { client } = await stocked();
  expect(await failure(client.send(command as ScanCommand))).toMatchObject({ name: 'ValidationException', message });
});

const values = { ':v': { S: 'x' } };

test.each([
  [
    new ScanCommand({
      TableName,
      AttributesToGet: ['a'],
      ScanFilter: { a: equal },
      ConditionalOperator: 'AND',
      FilterExpression: 'a = :v',
      ProjectionExpression: 'b',
      ExpressionAttributeValues: values,
    }),
    ['AttributesToGet, ScanFilter, ConditionalOperator', 'ProjectionExpression, FilterExpression'],
  ],
  [
    new QueryCommand({
      TableName,
      KeyConditions: { pk: equal },
      QueryFilter: { a: equal },
      ConditionalOperator: 'AND',
      KeyConditionExpression: 'pk = :v',
      ExpressionAttributeValues: values,
    }),
    ['QueryFilter, ConditionalOperator, KeyConditions', 'KeyConditionExpression'],
  ],
  [
    new UpdateItemCommand({ TableName, Key, AttributeUpdates: {}, Expected: { a: equal }, UpdateExpression: 'SET' }),
    ['AttributeUpdates, Expected', 'UpdateExpression'],
  ],
])('expressions do not meet their predecessors in one request: %#', async (command, [old, used]) => {
  const { client } = await stocked();
  expect((await failure(client.send(command as ScanCommand))).message.replace(COUNTED, '')).toBe(
    `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${old}} Expression parameters: {${used}}`,
  );
});

test('old key conditions meet a filter expression', async () => {
  const { client } = await stocked();
  const { Count, ScannedCount } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } },
      FilterExpression: 's = :v',
      ExpressionAttributeValues: values,
    }),
  );
  expect({ Count, ScannedCount }).toEqual({ Count: 0, ScannedCount: 1 });
});

test.each<[Record<string, AttributeValueUpdate>, object]>([
  [{ n: { Action: 'ADD', Value: { N: '3' } } }, { n: { N: '5' } }],
  [{ fresh: { Value: { S: 'x' } } }, { fresh: { S: 'x' } }],
  [{ ss: { Action: 'ADD', Value: { SS: ['y', 'z'] } } }, { ss: { SS: ['x', 'y', 'z'] } }],
  [{ ss: { Action: 'DELETE', Value: { SS: ['y'] } } }, { ss: { SS: ['x'] } }],
  [{ l: { Action: 'ADD', Value: { L: [{ S: 'q' }] } } }, { l: { L: [{ N: '4' }, { S: 'q' }] } }],
])('AttributeUpdates %j make %j', async (AttributeUpdates, made) => {
  const { client } = await stocked();
  await client.send(new UpdateItemCommand({ TableName, Key, AttributeUpdates }));
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
  expect(Item).toEqual({ ...item, ...made });
});

test.each<Record<string, AttributeValueUpdate>>([
  { l: { Action: 'ADD', Value: { N: '3' } } },
  { n: { Action: 'ADD', Value: { L: [] } } },
  { ss: { Action: 'DELETE', Value: { NS: ['1'] } } },
])('AttributeUpdates %j do not fit the item', async (AttributeUpdates) => {
  const { client } = await stocked();
  expect(await failure(client.send(new UpdateItemCommand({ TableName, Key, AttributeUpdates })))).toMatchObject({
    name: 'ValidationException',
    message: 'Type mismatch for attribute to update',
  });
});

test('a request that can never succeed is refused before its table is looked for', async () => {
  const { client } = await stocked();
  const elsewhere = { TableName: 'elsewhere', Key };
  const refused = [
    new PutItemCommand({ TableName: 'elsewhere', Item: Key, Expected: { a: { ComparisonOperator: 'EQ' } } }),
    new GetItemCommand({ TableName: 'elsewhere', Key: { pk: {} as never } }),
    new UpdateItemCommand({ ...elsewhere, UpdateExpression: 'SET' }),
    new ScanCommand({ TableName: 'elsewhere', ExclusiveStartKey: { pk: { N: 'x' } } }),
    new QueryCommand({ TableName: 'elsewhere', KeyConditionExpression: 'NOT pk = sk' }),
  ];
  for (const command of refused) {
    expect((await failure(client.send(command as ScanCommand))).name).toBe('ValidationException');
  }
});
