import {
  CreateTableCommand,
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type KeySchemaElement,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { account, failure, withTable, type Item } from './fixture.ts';

/** `h1 h2 : r1 r2` */
function schema(text: string): KeySchemaElement[] {
  const [hash = '', range = ''] = text.split(':');
  const elements = (names: string, KeyType: 'HASH' | 'RANGE') =>
    names
      .split(' ')
      .filter((name) => name !== '')
      .map((AttributeName) => ({ AttributeName, KeyType }));
  return [...elements(hash, 'HASH'), ...elements(range, 'RANGE')];
}

async function indexed() {
  const made = await withTable({
    AttributeDefinitions: [
      { AttributeName: 'country', AttributeType: 'S' },
      { AttributeName: 'year', AttributeType: 'N' },
      { AttributeName: 'city', AttributeType: 'S' },
      { AttributeName: 'number', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'places',
        KeySchema: schema('country year : city number'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  const put = (pk: string, item: Item) =>
    made.client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: pk }, ...item } }));
  const place = (country: string, year: number, city: string, number: number) =>
    put(`${country}${year}${city}${number}`, {
      country: { S: country },
      year: { N: String(year) },
      city: { S: city },
      number: { N: String(number) },
    });
  const query = (condition: string, more: Partial<QueryCommandInput> = {}) =>
    made.client.send(
      new QueryCommand({
        TableName: 't-1',
        IndexName: 'places',
        KeyConditionExpression: condition.replaceAll(/\b(year|number)\b/g, '#$1'),
        ExpressionAttributeNames: namesIn(condition),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(VALUES).filter(([name]) => new RegExp(`${name}\\b`).test(condition)),
        ),
        ...more,
      }),
    );
  const found = async (condition: string, more: Partial<QueryCommandInput> = {}) =>
    (await query(condition, more)).Items!.map((item) => item.pk!.S);
  return { ...made, put, place, query, found };
}

function namesIn(condition: string): Record<string, string> | undefined {
  const used = ['year', 'number'].filter((name) => condition.includes(name));
  return used.length === 0 ? undefined : Object.fromEntries(used.map((name) => [`#${name}`, name]));
}

const VALUES = {
  ':c': { S: 'c' },
  ':y': { N: '1' },
  ':a': { S: 'a' },
  ':2': { N: '2' },
  ':10': { N: '10' },
};

async function filled() {
  const made = await indexed();
  await made.place('c', 1, 'b', 1);
  await made.place('c', 1, 'a', 10);
  await made.place('c', 1, 'a', 2);
  await made.place('c', 1, 'ab', 1);
  await made.place('c', 2, 'a', 1);
  await made.place('d', 1, 'a', 1);
  return made;
}

test('the keys of a global index may have four attributes of each kind, described in their order', async () => {
  const { client } = account();
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  await client.send(
    new CreateTableCommand({
      TableName: 't-1',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', ...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: schema('pk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'many', KeySchema: schema('d c b a : h g f e'), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 't-1' }));
  expect(Table!.GlobalSecondaryIndexes![0]!.KeySchema).toEqual(schema('d c b a : h g f e'));
});

test.for([
  [
    'a b c d e',
    'One or more parameter values were invalid: The KeySchema exceeds the maximum allowed number of HASH key attributes',
  ],
  [
    'a : b c d e f',
    'One or more parameter values were invalid: The KeySchema exceeds the maximum allowed number of RANGE key attributes',
  ],
  ['a b a', 'The KeySchema contains multiple key attributes with the same name'],
  ['a : a', 'Both the Hash Key and the Range Key element in the KeySchema have the same name'],
  [': a b', 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type'],
] as const)('an index whose keys are "%s" is refused', async ([text, message]) => {
  const refused = withTable({
    AttributeDefinitions: ['a', 'b', 'c', 'd', 'e', 'f'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    GlobalSecondaryIndexes: [{ IndexName: 'many', KeySchema: schema(text), Projection: { ProjectionType: 'ALL' } }],
  });
  expect(await failure(refused)).toMatchObject({ name: 'ValidationException', message });
});

test('what makes the partition comes before what makes the sort key', async () => {
  const refused = withTable({
    AttributeDefinitions: ['a', 'b', 'c'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'many',
        KeySchema: [...schema('a : b'), ...schema('c')],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  expect(await failure(refused)).toMatchObject({
    name: 'ValidationException',
    message:
      'One or more parameter values were invalid: All HASH key attributes must precede RANGE key attributes in the KeySchema',
  });
});

test('a local index has no more key attributes than its table', async () => {
  const refused = withTable({
    sortKey: 'S',
    AttributeDefinitions: ['a', 'b'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    LocalSecondaryIndexes: [
      { IndexName: 'many', KeySchema: schema('pk : a b'), Projection: { ProjectionType: 'ALL' } },
    ],
  });
  expect((await failure(refused)).message).toContain(
    "at 'localSecondaryIndexes.1.member.keySchema' failed to satisfy constraint: Member must have length less than or equal to 2",
  );
});

test('items are sorted by one key attribute after the other', async () => {
  const { found } = await filled();
  expect(await found('country = :c AND year = :y')).toEqual(['c1a2', 'c1a10', 'c1ab1', 'c1b1']);
  expect(await found('country = :c AND year = :y', { ScanIndexForward: false })).toEqual([
    'c1b1',
    'c1ab1',
    'c1a10',
    'c1a2',
  ]);
});

test.for([
  ['year = :y AND city = :a AND country = :c', ['c1a2', 'c1a10']],
  ['country = :c AND year = :y AND city > :a', ['c1ab1', 'c1b1']],
  ['country = :c AND year = :y AND city <= :a', ['c1a2', 'c1a10']],
  ['country = :c AND year = :y AND begins_with(city, :a)', ['c1a2', 'c1a10', 'c1ab1']],
  ['country = :c AND year = :y AND city = :a AND number = :10', ['c1a10']],
  ['country = :c AND year = :y AND city = :a AND number < :10', ['c1a2']],
  ['country = :c AND year = :y AND city = :a AND number > :2', ['c1a10']],
  ['country = :c AND year = :y AND city = :a AND number BETWEEN :2 AND :10', ['c1a2', 'c1a10']],
] as const)('%s is answered by leading attributes, the last compared in any way', async ([condition, items]) => {
  const { found } = await filled();
  expect(await found(condition)).toEqual(items);
});

test.for([
  ['country = :c', 'Query condition missed key schema element: year'],
  ['country = :c AND year > :y', 'Query key condition not supported'],
  [
    'country = :c AND year = :y AND number = :2',
    'RANGE key attributes city must have equality conditions specified in the query because a condition is present on key attribute number',
  ],
  [
    'country = :c AND year = :y AND city > :a AND number = :2',
    'RANGE key attributes city must have equality conditions specified in the query because a condition is present on key attribute number',
  ],
  [
    'country = :c AND year = :a',
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
] as const)('%s is refused', async ([condition, message]) => {
  const { query } = await filled();
  expect(await failure(query(condition))).toMatchObject({ name: 'ValidationException', message });
});

test('an item without one of the key attributes is left out of the index', async () => {
  const { put, place, client } = await indexed();
  await place('c', 1, 'a', 1);
  await put('x', { country: { S: 'c' }, year: { N: '1' }, city: { S: 'a' } });
  await put('y', { country: { S: 'c' }, city: { S: 'a' }, number: { N: '1' } });
  const { Items } = await client.send(new ScanCommand({ TableName: 't-1', IndexName: 'places' }));
  expect(Items!.map((item) => item.pk!.S)).toEqual(['c1a1']);
});

test('an item that has one of the key attributes with another type is refused', async () => {
  const { put } = await indexed();
  expect(await failure(put('x', { number: { S: '1' } }))).toMatchObject({
    name: 'ValidationException',
    message:
      'One or more parameter values were invalid: Type mismatch for Index Key number Expected: N Actual: S IndexName: places',
  });
});

test('a page ends with all key attributes, and the next one starts there', async () => {
  const { query, found } = await filled();
  const condition = 'country = :c AND year = :y';
  const { LastEvaluatedKey: last } = await query(condition, { Limit: 2 });
  expect(last).toEqual({
    pk: { S: 'c1a10' },
    country: { S: 'c' },
    year: { N: '1' },
    city: { S: 'a' },
    number: { N: '10' },
  });
  expect(await found(condition, { ExclusiveStartKey: last })).toEqual(['c1ab1', 'c1b1']);
});

test('the attributes of a sort key have at most 1,024 bytes together', async () => {
  const { client } = await withTable({
    AttributeDefinitions: ['a', 'b', 'c'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    GlobalSecondaryIndexes: [
      { IndexName: 'many', KeySchema: schema('a : b c'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  });
  const put = (bytes: number) =>
    client.send(
      new PutItemCommand({
        TableName: 't-1',
        Item: { pk: { S: 'x' }, a: { S: 'a' }, b: { S: 'b'.repeat(512) }, c: { S: 'c'.repeat(bytes) } },
      }),
    );
  await put(512);
  expect(await failure(put(513))).toMatchObject({
    name: 'ValidationException',
    message:
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  });
});
