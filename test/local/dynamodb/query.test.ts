import { BatchWriteItemCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable, type Item } from './fixture.ts';

const NUMBERS = ['-100', '-1.5', '0', '0.5', '2', '10', '1000'];

async function numbered(numbers = NUMBERS) {
  const made = await withTable({ sortKey: 'N' });
  await made.client.send(
    new BatchWriteItemCommand({
      RequestItems: {
        't-1': [
          ...numbers.map((sk) => ({ PutRequest: { Item: { pk: { S: 'a' }, sk: { N: sk }, v: { S: `v${sk}` } } } })),
          { PutRequest: { Item: { pk: { S: 'other' }, sk: { N: '1' } } } },
        ],
      },
    }),
  );
  const query = (input: Partial<QueryCommandInput> = {}, values: Item = {}) =>
    made.client.send(
      new QueryCommand({
        TableName: 't-1',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'a' }, ...values },
        ...input,
      }),
    );
  const keys = async (input: Partial<QueryCommandInput> = {}, values: Item = {}) =>
    (await query(input, values)).Items!.map(({ sk }) => sk!.N);
  return { ...made, query, keys };
}

test('a partition comes in the order of its numbers, or backwards', async () => {
  const { keys } = await numbered();
  expect(await keys()).toEqual(NUMBERS);
  expect(await keys({ ScanIndexForward: false })).toEqual(NUMBERS.toReversed());
});

test.each([
  ['sk = :x', ['2']],
  ['sk < :x', ['-100', '-1.5', '0', '0.5']],
  ['sk <= :x', ['-100', '-1.5', '0', '0.5', '2']],
  ['sk > :x', ['10', '1000']],
  ['sk >= :x', ['2', '10', '1000']],
  [':x < sk', ['10', '1000']],
  ['sk BETWEEN :low AND :x', ['-1.5', '0', '0.5', '2']],
])('the key condition %s selects its range', async (condition, expected) => {
  const { keys } = await numbered();
  const values: Item = { ':x': { N: '2' }, ...(condition.includes(':low') ? { ':low': { N: '-1.5' } } : {}) };
  expect(await keys({ KeyConditionExpression: `pk = :pk AND ${condition}` }, values)).toEqual(expected);
  expect(await keys({ KeyConditionExpression: `${condition} AND pk = :pk`, ScanIndexForward: false }, values)).toEqual(
    expected.toReversed(),
  );
});

test('begins_with takes the prefix and nothing else', async () => {
  const { client } = await withTable({ sortKey: 'S' });
  const sorts = ['ORDER', 'ORDER#', 'ORDER#1', 'ORDER#\uFFFF', 'ORDER$', 'ORDERS'];
  await client.send(
    new BatchWriteItemCommand({
      RequestItems: { 't-1': sorts.map((sk) => ({ PutRequest: { Item: { pk: { S: 'a' }, sk: { S: sk } } } })) },
    }),
  );
  const { Items } = await client.send(
    new QueryCommand({
      TableName: 't-1',
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :p)',
      ExpressionAttributeValues: { ':pk': { S: 'a' }, ':p': { S: 'ORDER#' } },
    }),
  );
  expect(Items!.map(({ sk }) => sk!.S)).toEqual(['ORDER#', 'ORDER#1', 'ORDER#\uFFFF']);
});

test.each([true, false])('pages join up without gaps or doubles, forwards: %s', async (ScanIndexForward) => {
  const { query } = await numbered();
  const found: (string | undefined)[] = [];
  let ExclusiveStartKey: Item | undefined;
  let pages = 0;
  do {
    const page = await query({ Limit: 2, ScanIndexForward, ExclusiveStartKey });
    found.push(...page.Items!.map(({ sk }) => sk!.N));
    ExclusiveStartKey = page.LastEvaluatedKey;
    pages += 1;
  } while (ExclusiveStartKey !== undefined);
  expect(found).toEqual(ScanIndexForward ? NUMBERS : NUMBERS.toReversed());
  expect(pages).toBe(4);
});

test('a page that the limit fills has a last key even at the very end', async () => {
  const { query } = await numbered();
  expect((await query({ Limit: 7 })).LastEvaluatedKey).toEqual({ pk: { S: 'a' }, sk: { N: '1000' } });
  expect((await query({ Limit: 8 })).LastEvaluatedKey).toBeUndefined();
});

test('a filter counts what it looked at and what it let through', async () => {
  const { query } = await numbered();
  const page = await query({ FilterExpression: 'v = :v', Limit: 6 }, { ':v': { S: 'v2' } });
  expect(page).toMatchObject({ Count: 1, ScannedCount: 6, Items: [{ sk: { N: '2' } }] });
});

test('COUNT gives numbers only', async () => {
  const { query } = await numbered();
  const page = await query({ Select: 'COUNT' });
  expect(page).toMatchObject({ Count: 7, ScannedCount: 7 });
  expect(page.Items).toBeUndefined();
});

test('a projection gives the named parts only', async () => {
  const { query } = await numbered();
  expect((await query({ ProjectionExpression: 'v', Limit: 1 })).Items).toEqual([{ v: { S: 'v-100' } }]);
});

test('a page ends before it passes a megabyte', async () => {
  const { client } = await withTable({ sortKey: 'N' });
  const big = { S: 'x'.repeat(390_000) };
  for (const sk of ['1', '2', '3', '4']) {
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { 't-1': [{ PutRequest: { Item: { pk: { S: 'a' }, sk: { N: sk }, big } } }] },
      }),
    );
  }
  const page = await client.send(
    new QueryCommand({
      TableName: 't-1',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
      ProjectionExpression: 'sk',
    }),
  );
  expect(page.Items).toEqual([{ sk: { N: '1' } }, { sk: { N: '2' } }]);
  expect(page.LastEvaluatedKey).toEqual({ pk: { S: 'a' }, sk: { N: '2' } });
});

test('a start key at the edge of the range is not given again', async () => {
  const { keys } = await numbered();
  const input = {
    KeyConditionExpression: 'pk = :pk AND sk >= :x',
    ExclusiveStartKey: { pk: { S: 'a' }, sk: { N: '2' } },
  };
  expect(await keys(input, { ':x': { N: '2' } })).toEqual(['10', '1000']);
});

test('a start key whose item is gone still marks its place', async () => {
  const { keys } = await numbered();
  expect(await keys({ ExclusiveStartKey: { pk: { S: 'a' }, sk: { N: '1' } } })).toEqual(['2', '10', '1000']);
});

test.each([
  [{ KeyConditionExpression: 'sk = :pk' }, 'Query condition missed key schema element: pk'],
  [{ KeyConditionExpression: 'pk > :pk' }, 'Query key condition not supported'],
  [
    { KeyConditionExpression: 'pk = :pk AND sk > :pk AND sk < :pk' },
    'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
  ],
  [
    { KeyConditionExpression: 'pk = :pk AND sk > :pk AND extra = :pk' },
    'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
  ],
  [{ KeyConditionExpression: 'pk = :pk OR sk = :pk' }, 'Invalid operator used in KeyConditionExpression: OR'],
  [
    { KeyConditionExpression: 'pk = :pk AND sk = :pk' },
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    { FilterExpression: 'attribute_exists(sk)' },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [{ IndexName: 'none' }, 'The table does not have the specified index: none'],
  [
    { ExclusiveStartKey: { pk: { S: 'b' }, sk: { N: '1' } } },
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [{ ExclusiveStartKey: { pk: { S: 'a' } } }, 'The provided starting key is invalid'],
  [{ ExclusiveStartKey: { pk: { S: 'a' }, sk: { S: '1' } } }, 'The provided key element does not match the schema'],
  [
    { Limit: 0 },
    "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    { ConditionalOperator: 'XOR' as never, Select: 'SOME' as never },
    'Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]',
  ],
  [
    { KeyConditionExpression: undefined, ExpressionAttributeValues: undefined },
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
  ],
] as [Partial<QueryCommandInput>, string][])('%j is refused as AWS does', async (input, message) => {
  const { query } = await numbered();
  expect(await failure(query(input))).toMatchObject({ name: 'ValidationException', message });
});

test.each([
  ['pk', 2048, 'Size of hashkey has exceeded the maximum size limit of2048 bytes'],
  ['sk', 1024, 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes'],
])('what %s is compared with has at most %i bytes', async (name, most, message) => {
  const { client } = await withTable({ sortKey: 'S' });
  const query = (bytes: number) =>
    client.send(
      new QueryCommand({
        TableName: 't-1',
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: 'a' }, ':sk': { S: 'a' }, [`:${name}`]: { S: 'x'.repeat(bytes) } },
      }),
    );
  expect((await query(most)).Items).toEqual([]);
  expect(await failure(query(most + 1))).toMatchObject({
    name: 'ValidationException',
    message: `One or more parameter values were invalid: ${message}`,
  });
});

test('the parameters of the days before expressions still work', async () => {
  const { client } = await numbered();
  const { Items } = await client.send(
    new QueryCommand({
      TableName: 't-1',
      KeyConditions: {
        pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] },
        sk: { ComparisonOperator: 'GT', AttributeValueList: [{ N: '1' }] },
      },
      QueryFilter: { v: { ComparisonOperator: 'NE', AttributeValueList: [{ S: 'v10' }] } },
      AttributesToGet: ['sk'],
    }),
  );
  expect(Items).toEqual([{ sk: { N: '2' } }, { sk: { N: '1000' } }]);
});
