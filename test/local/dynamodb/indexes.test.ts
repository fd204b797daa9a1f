import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable, type Item } from './fixture.ts';

async function indexed() {
  const made = await withTable({
    sortKey: 'S',
    AttributeDefinitions: [
      { AttributeName: 'status', AttributeType: 'S' },
      { AttributeName: 'deadline', AttributeType: 'N' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byStatus',
        KeySchema: [
          { AttributeName: 'status', KeyType: 'HASH' },
          { AttributeName: 'deadline', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: 'keysOnly',
        KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'some',
        KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x'] },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'local',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'deadline', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  const put = (pk: string, more: Item = {}) =>
    made.client.send(
      new PutItemCommand({ TableName: 't-1', Item: { pk: { S: pk }, sk: { S: 's' }, x: { S: 'x' }, ...more } }),
    );
  const byStatus = async (IndexName: string, more: Partial<QueryCommandInput> = {}) =>
    (
      await made.client.send(
        new QueryCommand({
          TableName: 't-1',
          IndexName,
          KeyConditionExpression: '#s = :s',
          ExpressionAttributeNames: { '#s': 'status' },
          ExpressionAttributeValues: { ':s': { S: 'OPEN' } },
          ...more,
        }),
      )
    ).Items!;
  return { ...made, put, byStatus };
}

const open = (deadline?: string): Item => ({
  status: { S: 'OPEN' },
  ...(deadline === undefined ? {} : { deadline: { N: deadline } }),
});

test('an index holds only the items that have its keys', async () => {
  const { put, byStatus } = await indexed();
  await put('a', open('2'));
  await put('b', open());
  await put('c');
  expect((await byStatus('byStatus')).map(({ pk }) => pk!.S)).toEqual(['a']);
  expect((await byStatus('keysOnly')).map(({ pk }) => pk!.S!).sort()).toEqual(['a', 'b']);
});

test('an index follows updates, moves and deletions of its items', async () => {
  const { client, put, byStatus } = await indexed();
  await put('a', open('2'));
  await put('b', open('1'));
  expect((await byStatus('byStatus')).map(({ pk }) => pk!.S)).toEqual(['b', 'a']);
  const Key = { pk: { S: 'b' }, sk: { S: 's' } };
  const set = (deadline: string) =>
    client.send(
      new UpdateItemCommand({
        TableName: 't-1',
        Key,
        UpdateExpression: 'SET deadline = :d',
        ExpressionAttributeValues: { ':d': { N: deadline } },
      }),
    );
  await set('3');
  expect((await byStatus('byStatus')).map(({ pk }) => pk!.S)).toEqual(['a', 'b']);
  await client.send(new UpdateItemCommand({ TableName: 't-1', Key, UpdateExpression: 'REMOVE deadline' }));
  expect((await byStatus('byStatus')).map(({ pk }) => pk!.S)).toEqual(['a']);
  await client.send(new DeleteItemCommand({ TableName: 't-1', Key }));
  expect((await byStatus('keysOnly')).map(({ pk }) => pk!.S)).toEqual(['a']);
});

test('each projection holds what it says', async () => {
  const { put, byStatus } = await indexed();
  await put('a', { ...open('2'), y: { S: 'y' } });
  const keys = { pk: { S: 'a' }, sk: { S: 's' }, status: { S: 'OPEN' } };
  expect(await byStatus('byStatus')).toEqual([{ ...keys, deadline: { N: '2' }, x: { S: 'x' }, y: { S: 'y' } }]);
  expect(await byStatus('keysOnly')).toEqual([keys]);
  expect(await byStatus('some')).toEqual([{ ...keys, x: { S: 'x' } }]);
});

test('a local index fetches what it does not hold, a global one refuses', async () => {
  const { client, put, byStatus } = await indexed();
  await put('a', open('2'));
  const local = (more: Partial<QueryCommandInput>) =>
    client.send(
      new QueryCommand({
        TableName: 't-1',
        IndexName: 'local',
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'a' } },
        ConsistentRead: true,
        ...more,
      }),
    );
  expect((await local({})).Items).toEqual([{ pk: { S: 'a' }, sk: { S: 's' }, deadline: { N: '2' } }]);
  expect((await local({ ProjectionExpression: 'x' })).Items).toEqual([{ x: { S: 'x' } }]);
  expect((await failure(byStatus('keysOnly', { Select: 'ALL_ATTRIBUTES' }))).message).toBe(
    'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index keysOnly because its projection type is not ALL',
  );
  expect((await failure(byStatus('byStatus', { ConsistentRead: true }))).message).toBe(
    'Consistent reads are not supported on global secondary indexes',
  );
});

test('what a local index has to fetch is read from the table, item by item', async () => {
  const { client, put } = await indexed();
  await put('a', { deadline: { N: '1' } });
  const consumed = async (more: Partial<QueryCommandInput>) =>
    (
      await client.send(
        new QueryCommand({
          TableName: 't-1',
          IndexName: 'local',
          KeyConditionExpression: 'pk = :a',
          ExpressionAttributeValues: { ':a': { S: 'a' } },
          ReturnConsumedCapacity: 'INDEXES',
          ...more,
        }),
      )
    ).ConsumedCapacity!;
  await client.send(
    new PutItemCommand({
      TableName: 't-1',
      Item: { pk: { S: 'a' }, sk: { S: 'large' }, deadline: { N: '2' }, x: { S: 'x'.repeat(5000) } },
    }),
  );
  const cost = (table: number, local: number) => ({
    TableName: 't-1',
    CapacityUnits: table + local,
    Table: { CapacityUnits: table },
    LocalSecondaryIndexes: { local: { CapacityUnits: local } },
  });
  expect(await consumed({})).toEqual(cost(0, 0.5));
  expect(await consumed({ ProjectionExpression: 'sk, deadline' })).toEqual(cost(0, 0.5));
  expect(await consumed({ ProjectionExpression: 'x' })).toEqual(cost(1.5, 0.5));
  expect(await consumed({ Select: 'ALL_ATTRIBUTES', ConsistentRead: true })).toEqual(cost(3, 1));
});

test('pages of an index go through items with equal index keys one by one', async () => {
  const { client, put } = await indexed();
  const names = Array.from({ length: 9 }, (_, i) => `item-${i}`);
  for (const name of names) await put(name, open('5'));
  const found: string[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: 't-1',
        IndexName: 'byStatus',
        KeyConditionExpression: '#s = :s AND deadline = :d',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': { S: 'OPEN' }, ':d': { N: '5' } },
        Limit: 2,
        ExclusiveStartKey,
      }),
    );
    found.push(...page.Items!.map(({ pk }) => pk!.S!));
    ExclusiveStartKey = page.LastEvaluatedKey;
    if (ExclusiveStartKey !== undefined) {
      expect(Object.keys(ExclusiveStartKey).sort()).toEqual(['deadline', 'pk', 'sk', 'status']);
    }
  } while (ExclusiveStartKey !== undefined);
  expect(found.sort()).toEqual(names);
});

test('the segments of a parallel scan share out every item', async () => {
  const { client, put } = await indexed();
  const names = Array.from({ length: 40 }, (_, i) => `item-${i}`);
  for (const name of names) await put(name, open('5'));
  for (const IndexName of [undefined, 'byStatus']) {
    const found: string[] = [];
    for (const Segment of [0, 1, 2]) {
      const { Items } = await client.send(new ScanCommand({ TableName: 't-1', IndexName, Segment, TotalSegments: 3 }));
      found.push(...Items!.map(({ pk }) => pk!.S!));
    }
    expect(found.sort()).toEqual(names.toSorted());
  }
});

test('an index key of the wrong type or empty is refused', async () => {
  const { client, put } = await indexed();
  expect((await failure(put('a', { deadline: { S: 'soon' } }))).message).toBe(
    'One or more parameter values were invalid: Type mismatch for Index Key deadline Expected: N Actual: S IndexName: byStatus',
  );
  expect((await failure(put('a', { status: { S: '' } }))).message).toBe(
    'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byStatus, IndexKey: status',
  );
  const update = (UpdateExpression: string, values: Item) =>
    client.send(
      new UpdateItemCommand({
        TableName: 't-1',
        Key: { pk: { S: 'a' }, sk: { S: 's' } },
        UpdateExpression,
        ExpressionAttributeValues: values,
      }),
    );
  expect((await failure(update('SET deadline = :d', { ':d': { S: 'soon' } }))).message).toBe(
    'One or more parameter values were invalid: Type mismatch for Index Key deadline Expected: N Actual: S IndexName: byStatus',
  );
  expect((await failure(update('SET deadline = if_not_exists(d, :d)', { ':d': { S: 'soon' } }))).message).toBe(
    'The update expression attempted to update the secondary index key to unsupported type',
  );
  expect((await failure(update('SET deadline.soon = :d', { ':d': { N: '1' } }))).message).toBe(
    "One or more parameter values were invalid: Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: deadline",
  );
});

test.for([
  ['city', 2048, 'Size of hashkey has exceeded the maximum size limit of2048 bytes'],
  ['street', 1024, 'Aggregated size of all range keys has exceeded the size limit of 1024 bytes'],
] as const)('an index key %s has at most %i bytes', async ([name, most, message]) => {
  const { client } = await withTable({
    AttributeDefinitions: [
      { AttributeName: 'city', AttributeType: 'S' },
      { AttributeName: 'street', AttributeType: 'B' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byCity',
        KeySchema: [
          { AttributeName: 'city', KeyType: 'HASH' },
          { AttributeName: 'street', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const value = (bytes: number) =>
    name === 'city' ? { S: 'é'.repeat(bytes / 2) + 'x'.repeat(bytes % 2) } : { B: new Uint8Array(bytes) };
  const put = (bytes: number) =>
    client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: 'a' }, [name]: value(bytes) } }));
  const update = (UpdateExpression: string) =>
    client.send(
      new UpdateItemCommand({
        TableName: 't-1',
        Key: { pk: { S: 'a' } },
        UpdateExpression,
        ExpressionAttributeValues: { ':v': value(most + 1) },
      }),
    );
  await put(most);
  const refused = { name: 'ValidationException', message: `One or more parameter values were invalid: ${message}` };
  expect(await failure(put(most + 1))).toMatchObject(refused);
  expect(await failure(update(`SET ${name} = :v`))).toMatchObject(refused);
  expect(await failure(update(`SET ${name} = if_not_exists(nothing, :v)`))).toMatchObject(refused);
});

test('an index that is added later holds the items that were there, but those with something else for a key', async () => {
  const { client, put } = await indexed();
  await put('a', { z: { S: 'z' } });
  await put('number', { z: { N: '1' } });
  await put('empty', { z: { S: '' } });
  await put('long', { z: { S: 'z'.repeat(2049) } });
  await client.send(
    new UpdateTableCommand({
      TableName: 't-1',
      AttributeDefinitions: [{ AttributeName: 'z', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'byZ',
            KeySchema: [{ AttributeName: 'z', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    }),
  );
  const scan = new ScanCommand({ TableName: 't-1', IndexName: 'byZ' });
  expect((await client.send(scan)).Items).toEqual([{ pk: { S: 'a' }, sk: { S: 's' }, x: { S: 'x' }, z: { S: 'z' } }]);
  for (const pk of ['number', 'long']) {
    await client.send(
      new UpdateItemCommand({
        TableName: 't-1',
        Key: { pk: { S: pk }, sk: { S: 's' } },
        UpdateExpression: 'SET x = z',
      }),
    );
  }
  await client.send(
    new UpdateTableCommand({ TableName: 't-1', GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byZ' } }] }),
  );
  expect((await failure(client.send(scan))).message).toBe('The table does not have the specified index: byZ');
});
