import {
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type AttributeValue,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable } from './fixture.ts';

async function ledger() {
  const made = await withTable();
  const transact = (items: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
    made.client.send(new TransactWriteItemsCommand({ TransactItems: items, ...more }));
  const get = async (pk: string) =>
    (await made.client.send(new GetItemCommand({ TableName: 't-1', Key: { pk: { S: pk } } }))).Item;
  await made.client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: 'a' }, n: { N: '1' } } }));
  return { ...made, transact, get };
}

const put = (pk: string, condition?: string): TransactWriteItem => ({
  Put: { TableName: 't-1', Item: { pk: { S: pk }, n: { N: '9' } }, ConditionExpression: condition },
});
const add = (pk: string): TransactWriteItem => ({
  Update: {
    TableName: 't-1',
    Key: { pk: { S: pk } },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
});
const check = (pk: string, condition: string): TransactWriteItem => ({
  ConditionCheck: { TableName: 't-1', Key: { pk: { S: pk } }, ConditionExpression: condition },
});

test('a transaction does all of its writes', async () => {
  const { transact, get } = await ledger();
  await transact([
    put('b', 'attribute_not_exists(pk)'),
    add('a'),
    { Delete: { TableName: 't-1', Key: { pk: { S: 'c' } } } },
    check('d', 'attribute_not_exists(pk)'),
  ]);
  expect(await get('a')).toEqual({ pk: { S: 'a' }, n: { N: '2' } });
  expect(await get('b')).toEqual({ pk: { S: 'b' }, n: { N: '9' } });
});

test('a cancelled transaction does nothing and gives each reason in order, with the item if asked', async () => {
  const { transact, get, journal } = await ledger();
  const failing = put('a', 'attribute_not_exists(pk)');
  const error = await failure(
    transact([put('b'), { Put: { ...failing.Put!, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } }, add('c')]),
  );
  expect(error).toMatchObject({
    name: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { pk: { S: 'a' }, n: { N: '1' } },
      },
      { Code: 'None' },
    ],
  });
  expect(await get('b')).toBeUndefined();
  expect(await get('c')).toBeUndefined();
  expect(journal.filter(({ event }) => event === 'refused')).toMatchObject([
    { reason: 'ConditionalCheckFailed', cause: 'TransactWriteItems' },
  ]);
});

test('an operation that does not fit its item is a validation error among the reasons', async () => {
  const { transact } = await ledger();
  const update: TransactWriteItem = {
    Update: { TableName: 't-1', Key: { pk: { S: 'a' } }, UpdateExpression: 'SET n = gone' },
  };
  expect(await failure(transact([put('b'), update]))).toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ValidationError',
        Message: 'The provided expression refers to an attribute that does not exist in the item',
      },
    ],
  });
});

test('only the first operation that does not fit its table is named, and no condition is looked at', async () => {
  const { transact } = await ledger();
  const misfit: TransactWriteItem = { Put: { TableName: 't-1', Item: { pk: { N: '7' } } } };
  const error = await failure(transact([put('a', 'attribute_not_exists(pk)'), misfit, misfit]));
  expect(error).toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }, { Code: 'None' }],
  });
});

test('what a transaction brings is at most 4 MB; what it deletes does not count', async () => {
  const { transact, client } = await ledger();
  const names = Array.from({ length: 11 }, (_, index) => `big-${index}`);
  const Item = (pk: string) => ({ pk: { S: pk }, v: { S: 'x'.repeat(400_000) } });
  const puts = names.map((name) => ({ Put: { TableName: 't-1', Item: Item(name) } }));
  expect(await failure(transact(puts))).toMatchObject({
    name: 'ValidationException',
    message: 'Transaction payload size cannot exceed 4 MB',
  });
  for (const name of names) await client.send(new PutItemCommand({ TableName: 't-1', Item: Item(name) }));
  await transact(names.map((name) => ({ Delete: { TableName: 't-1', Key: { pk: { S: name } } } })));
});

test.each([
  ['an item too large', { Put: { TableName: 't-1', Item: { pk: { S: 'b' }, p: { S: 'x'.repeat(409_600) } } } }],
  ['an empty key of an item', { Put: { TableName: 't-1', Item: { pk: { S: '' } } } }],
  ['an empty key', { Delete: { TableName: 't-1', Key: { pk: { S: '' } } } }],
] as [string, TransactWriteItem][])('%s refuses the request rather than cancels the transaction', async (_, item) => {
  const { transact } = await ledger();
  expect(await failure(transact([item]))).toMatchObject({ name: 'ValidationException' });
});

test('no item may come twice', async () => {
  const { transact } = await ledger();
  expect(await failure(transact([put('b'), check('b', 'attribute_exists(pk)')]))).toMatchObject({
    name: 'ValidationException',
    message: 'Transaction request cannot include multiple operations on one item',
  });
});

test('a hundred operations are taken, one more is not', async () => {
  const { transact } = await ledger();
  const many = Array.from({ length: 101 }, (_, i) => put(`item-${i}`));
  await transact(many.slice(0, 100));
  const { message } = await failure(transact(many));
  expect(message).toMatch(/^1 validation error detected: Value .* at 'transactItems' failed to satisfy constraint/);
  expect(message).toMatch(/Member must have length less than or equal to 100$/);
});

test('a repeat under one token within ten minutes does nothing', async () => {
  const { transact, get, clock } = await ledger();
  const again = () => transact([add('a')], { ClientRequestToken: 'token' });
  await again();
  await clock.advance(9 * 60_000);
  await again();
  expect(await get('a')).toMatchObject({ n: { N: '2' } });
  await clock.advance(61_000);
  await again();
  expect(await get('a')).toMatchObject({ n: { N: '3' } });
});

test('another request under one token is refused', async () => {
  const { transact } = await ledger();
  await transact([add('a')], { ClientRequestToken: 'token' });
  expect(await failure(transact([add('b')], { ClientRequestToken: 'token' }))).toMatchObject({
    name: 'IdempotentParameterMismatchException',
  });
});

test('a cancelled request leaves its token free', async () => {
  const { transact, client, get } = await ledger();
  const request = [put('b', 'attribute_exists(pk)')];
  await failure(transact(request, { ClientRequestToken: 'token' }));
  await client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: 'b' } } }));
  await transact(request, { ClientRequestToken: 'token' });
  expect(await get('b')).toMatchObject({ n: { N: '9' } });
});

test('a transactional get answers in order, with gaps for what is not there', async () => {
  const { client } = await ledger();
  const get = (pk: string) => ({ Get: { TableName: 't-1', Key: { pk: { S: pk } }, ProjectionExpression: 'n' } });
  const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems: [get('none'), get('a')] }));
  expect(Responses).toEqual([{}, { Item: { n: { N: '1' } } }]);
});

test('a transaction costs twice', async () => {
  const { transact } = await ledger();
  const { ConsumedCapacity } = await transact([put('x'), put('y')], { ReturnConsumedCapacity: 'TOTAL' });
  expect(ConsumedCapacity).toEqual([{ TableName: 't-1', CapacityUnits: 4, WriteCapacityUnits: 4 }]);
});

test('a repeat under one token costs what reading its items does', async () => {
  const { transact } = await ledger();
  const again = () => transact([put('x'), put('y')], { ClientRequestToken: 'token', ReturnConsumedCapacity: 'TOTAL' });
  await again();
  expect((await again()).ConsumedCapacity).toEqual([{ TableName: 't-1', CapacityUnits: 4, ReadCapacityUnits: 4 }]);
});

test('a token that is too long is named before what cannot be returned', async () => {
  const { transact } = await ledger();
  const refused = transact([put('b')], { ClientRequestToken: 'x'.repeat(37), ReturnConsumedCapacity: 'X' as never });
  expect((await failure(refused)).message).toMatch(
    /^2 validation errors detected: Value 'x+' at 'clientRequestToken' .*; Value 'X' at 'returnConsumedCapacity' /,
  );
});

const deep = (levels: number): AttributeValue => (levels === 0 ? { S: 'leaf' } : { M: { m: deep(levels - 1) } });
const NESTED =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
const SYNTAX = 'Invalid ConditionExpression: Syntax error; token: "=", near: "= = b"';

test.each([
  ['an empty name before a deep value', { d: deep(40), '': { S: 'x' } }, 'Empty attribute name'],
  ['a deep value before an empty name in a map', { m: { M: { '': { S: 'x' } } }, d: deep(40) }, NESTED],
])('an item is refused for %s', async (_, attributes, message) => {
  const { transact } = await ledger();
  const refused = transact([{ Put: { TableName: 'none', Item: { pk: { S: 'a' }, ...attributes } } }]);
  expect((await failure(refused)).message).toBe(message);
});

test('a condition is read before the key that comes with it, after earlier operations', async () => {
  const { transact } = await ledger();
  const remove = (more: object = {}): TransactWriteItem => ({
    Delete: { TableName: 'none', Key: { pk: deep(40) }, ...more },
  });
  expect((await failure(transact([remove({ ConditionExpression: 'a = = b' })]))).message).toBe(SYNTAX);
  expect((await failure(transact([remove(), put('a', 'a = = b')]))).message).toBe(NESTED);
});
