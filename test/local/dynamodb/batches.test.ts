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
  expect((await failure(get(keys(101)))).name).toBe('ValidationException');
  expect((await failure(get([...keys(1), ...keys(1)]))).message).toBe('Provided list of item keys contains duplicates');
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
