import { BatchGetItemCommand, BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable } from './fixture.ts';

const puts = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ PutRequest: { Item: { pk: { S: `item-${i}` }, n: { N: String(i) } } } }));
const keys = (count: number) => Array.from({ length: count }, (_, i) => ({ pk: { S: `item-${i}` } }));

test('a batch writes and deletes', async () => {
  const { client } = await withTable();
  await client.send(new BatchWriteItemCommand({ RequestItems: { 't-1': puts(3) } }));
  const answer = await client.send(
    new BatchWriteItemCommand({
      RequestItems: { 't-1': [{ DeleteRequest: { Key: { pk: { S: 'item-1' } } } }] },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(answer.UnprocessedItems).toEqual({});
  expect(answer.ConsumedCapacity).toEqual([{ TableName: 't-1', CapacityUnits: 1 }]);
  expect((await client.send(new ScanCommand({ TableName: 't-1' }))).Count).toBe(2);
});

test('what a batch leaves undone comes back as it was sent', async () => {
  const { client, db } = await withTable();
  db.hooks = { unprocessed: (_, { pk }) => (pk as { S: string }).S === 'item-1' };
  const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { 't-1': puts(3) } }));
  expect(UnprocessedItems).toEqual({ 't-1': [puts(2)[1]] });
  const { UnprocessedKeys, Responses } = await client.send(
    new BatchGetItemCommand({ RequestItems: { 't-1': { Keys: keys(3) } } }),
  );
  expect(UnprocessedKeys).toEqual({ 't-1': { Keys: [{ pk: { S: 'item-1' } }] } });
  expect(Responses!['t-1']).toHaveLength(2);
});

test('25 writes are taken, one more is not, nor one item twice', async () => {
  const { client } = await withTable();
  await client.send(new BatchWriteItemCommand({ RequestItems: { 't-1': puts(25) } }));
  const many = await failure(client.send(new BatchWriteItemCommand({ RequestItems: { 't-1': puts(26) } })));
  expect(many.message).toMatch(
    /^1 validation error detected: Value .* at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 25, Member must have length greater than or equal to 1\]$/,
  );
  const twice = new BatchWriteItemCommand({ RequestItems: { 't-1': [...puts(1), ...puts(1)] } });
  expect((await failure(client.send(twice))).message).toBe('Provided list of item keys contains duplicates');
});

test('100 keys are read, one more is not, nor one key twice', async () => {
  const { client } = await withTable();
  await client.send(new BatchWriteItemCommand({ RequestItems: { 't-1': puts(2) } }));
  const get = (Keys: ReturnType<typeof keys>) =>
    client.send(new BatchGetItemCommand({ RequestItems: { 't-1': { Keys, ProjectionExpression: 'n' } } }));
  expect((await get(keys(100))).Responses).toEqual({ 't-1': [{ n: { N: '0' } }, { n: { N: '1' } }] });
  expect((await failure(get(keys(101)))).message).toBe(
    "1 validation error detected: Value at 'RequestItems.t-1.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100",
  );
  expect((await failure(get([]))).message).toBe(
    "1 validation error detected: Value at 'RequestItems.t-1.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  expect((await failure(get([...keys(1), ...keys(1)]))).message).toBe('Provided list of item keys contains duplicates');
});

test('a batch of nothing is refused', async () => {
  const { client } = await withTable();
  expect((await failure(client.send(new BatchGetItemCommand({ RequestItems: {} })))).message).toBe(
    "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  expect((await failure(client.send(new BatchWriteItemCommand({ RequestItems: {} })))).message).toBe(
    'The requestItems parameter is required for BatchWriteItem',
  );
});

test('what cannot be the name of a table is refused with the whole batch', async () => {
  const { client } = await withTable();
  const rule =
    "at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 255, Member must have length greater than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]";
  const unknown =
    "Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]";
  const get = (capacity?: 'X') =>
    client.send(
      new BatchGetItemCommand({
        RequestItems: { 'a!c': { Keys: [{ pk: { S: 'a' } }] } },
        ReturnConsumedCapacity: capacity as never,
      }),
    );
  const write = (capacity?: 'X') =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: { 'a!c': [{ PutRequest: { Item: { pk: { S: 'a' } } } }] },
        ReturnConsumedCapacity: capacity as never,
      }),
    );
  const named = `Value '{"a!c":{"Keys":[{"pk":{"S":"a"}}]}}' ${rule}`;
  expect((await failure(get())).message).toBe(`1 validation error detected: ${named}`);
  expect((await failure(get('X'))).message).toBe(`2 validation errors detected: ${named}; ${unknown}`);
  expect((await failure(write())).message).toBe(
    `1 validation error detected: Value '{a!c=[WriteRequest(putRequest=PutRequest(item={pk={S=a}}), deleteRequest=null)]}' ${rule}`,
  );
  expect((await failure(write('X'))).message).toBe(`1 validation error detected: ${unknown}`);
});

test('one table by projection expression and another by attribute names is a mixture', async () => {
  const { client } = await withTable();
  const requests = {
    't-1': { Keys: keys(1), ProjectionExpression: 'pk' },
    't-2': { Keys: keys(1), AttributesToGet: ['pk'] },
  };
  expect((await failure(client.send(new BatchGetItemCommand({ RequestItems: requests })))).message).toMatch(
    /^Can not use both expression and non-expression parameters in the same request/,
  );
});
