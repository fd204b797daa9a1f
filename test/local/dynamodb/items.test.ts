import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable, type Item } from './fixture.ts';

async function put(item: Item) {
  const made = await withTable();
  await made.client.send(new PutItemCommand({ TableName: 't-1', Item: item }));
  return {
    ...made,
    get: async () =>
      (await made.client.send(new GetItemCommand({ TableName: 't-1', Key: { pk: { S: 'a' } }, ConsistentRead: true })))
        .Item,
    update: (input: Partial<UpdateItemCommandInput>) =>
      made.client.send(new UpdateItemCommand({ TableName: 't-1', Key: { pk: { S: 'a' } }, ...input })),
  };
}

test('an item comes back with every type it was put with', async () => {
  const item: Item = {
    pk: { S: 'a' },
    n: { N: '-12.5' },
    b: { B: Buffer.from([1, 255]) },
    yes: { BOOL: true },
    nothing: { NULL: true },
    map: { M: { list: { L: [{ S: 'x' }, { M: {} }] } } },
    ss: { SS: ['x', 'y'] },
    ns: { NS: ['1', '2'] },
    bs: { BS: [Buffer.from('q')] },
    constructor: { S: 'odd' },
    empty: { S: '' },
  };
  const { get } = await put(item);
  const found = await get();
  expect(found!['map']).toEqual(item['map']);
  expect(Buffer.from(found!['b']!.B!)).toEqual(Buffer.from([1, 255]));
  expect({ ...found, b: 0, bs: 0 }).toEqual({ ...item, b: 0, bs: 0 });
});

test('the members of a set come in their own order, whatever order they were given in', async () => {
  const { get, update } = await put({
    pk: { S: 'a' },
    ss: { SS: ['é', 'b', 'Z', ''] },
    ns: { NS: ['10', '-2', '9', '1e-3'] },
    bs: { BS: [Buffer.from([200]), Buffer.from([1, 0]), Buffer.from([1])] },
  });
  expect(await get()).toMatchObject({
    ss: { SS: ['', 'Z', 'b', 'é'] },
    ns: { NS: ['-2', '0.001', '9', '10'] },
    bs: { BS: [Buffer.from([1]), Buffer.from([1, 0]), Buffer.from([200])].map((bytes) => new Uint8Array(bytes)) },
  });
  await update({ UpdateExpression: 'ADD ss :s', ExpressionAttributeValues: { ':s': { SS: ['a'] } } });
  expect((await get())!['ss']).toEqual({ SS: ['', 'Z', 'a', 'b', 'é'] });
});

test.each([
  ['1.50', '1.5'],
  ['1E+2', '100'],
  ['-0', '0'],
  ['0.00012300', '0.000123'],
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['1e-130', `0.${'0'.repeat(129)}1`],
  ['+007', '7'],
  ['0e125', '0'],
])('the number %s is kept as %s', async (given, kept) => {
  const { get } = await put({ pk: { S: 'a' }, n: { N: given } });
  expect((await get())!['n']).toEqual({ N: kept });
});

test.each([
  ['123456789012345678901234567890123456789', 'Attempting to store more than 38 significant digits in a Number'],
  ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ['1e99999999999', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['1e-2147483648', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ['1e9223372036854775808', 'The parameter cannot be converted to a numeric value: 1e9223372036854775808'],
  ['0e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['0e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ['abc', 'The parameter cannot be converted to a numeric value: abc'],
])('the number %s is refused', async (given, message) => {
  const error = await failure(put({ pk: { S: 'a' }, n: { N: given } }));
  expect(error).toMatchObject({ name: 'ValidationException', message: `1 validation error detected: ${message}` });
});

test('a condition on a missing item fails with the error AWS words so', async () => {
  const { update } = await put({ pk: { S: 'b' } });
  const error = await failure(update({ ConditionExpression: 'attribute_exists(pk)' }));
  expect(error).toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'The conditional request failed',
  });
  expect(error['Item']).toBeUndefined();
});

test('a failed condition shows the item to those who ask', async () => {
  const { client } = await put({ pk: { S: 'a' }, v: { N: '1' } });
  const error = await failure(
    client.send(
      new PutItemCommand({
        TableName: 't-1',
        Item: { pk: { S: 'a' } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  expect(error['Item']).toEqual({ pk: { S: 'a' }, v: { N: '1' } });
});

test('a delete returns what it deleted', async () => {
  const { client, get } = await put({ pk: { S: 'a' }, v: { N: '1' } });
  const answer = await client.send(
    new DeleteItemCommand({ TableName: 't-1', Key: { pk: { S: 'a' } }, ReturnValues: 'ALL_OLD' }),
  );
  expect(answer.Attributes).toEqual({ pk: { S: 'a' }, v: { N: '1' } });
  expect(await get()).toBeUndefined();
});

test.each([
  ['UPDATED_NEW', { n: { N: '3' } }],
  ['UPDATED_OLD', { n: { N: '1' } }],
  ['ALL_NEW', { pk: { S: 'a' }, n: { N: '3' }, m: { S: 'x' } }],
  ['ALL_OLD', { pk: { S: 'a' }, n: { N: '1' }, m: { S: 'x' } }],
  ['NONE', undefined],
] as const)('an update with ReturnValues %s returns just that', async (mode, attributes) => {
  const { update } = await put({ pk: { S: 'a' }, n: { N: '1' }, m: { S: 'x' } });
  const answer = await update({
    UpdateExpression: 'SET n = n + :two',
    ExpressionAttributeValues: { ':two': { N: '2' } },
    ReturnValues: mode,
  });
  expect(answer.Attributes).toEqual(attributes);
});

test('an update makes the item that is not there', async () => {
  const { update, get } = await put({ pk: { S: 'b' } });
  await update({ UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } });
  expect(await get()).toEqual({ pk: { S: 'a' }, n: { N: '1' } });
});

test.each(['REMOVE n', 'REMOVE m.n', 'DELETE s :s'])('%s makes no item where there is none', async (source) => {
  const { update, get } = await put({ pk: { S: 'b' } });
  const values = source.includes(':s') ? { ':s': { SS: ['x'] } } : undefined;
  const answer = await update({
    UpdateExpression: source,
    ExpressionAttributeValues: values,
    ReturnValues: 'ALL_NEW',
  });
  expect(answer.Attributes).toBeUndefined();
  expect(await get()).toBeUndefined();
});

test('an item over 400 KB is refused, at exactly 400 KB taken', async () => {
  const room = 400 * 1024 - 'pk'.length - 'a'.length - 'v'.length;
  await put({ pk: { S: 'a' }, v: { S: 'x'.repeat(room) } });
  const error = await failure(put({ pk: { S: 'a' }, v: { S: 'x'.repeat(room + 1) } }));
  expect(error.message).toBe('Item size has exceeded the maximum allowed size');
});

test.each([
  [{ v: { S: 'x' } }, 'One or more parameter values were invalid: Missing the key pk in the item'],
  [{ pk: { N: '1' } }, 'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N'],
  [
    { pk: { S: '' } },
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  [
    { pk: { S: 'a' }, s: { SS: [] } },
    '1 validation error detected: One or more parameter values were invalid: An string set  may not be empty',
  ],
  [
    { pk: { S: 'a' }, s: { SS: ['x', 'x'] } },
    '1 validation error detected: One or more parameter values were invalid: Input collection ["x", "x"] contains duplicates.',
  ],
  [
    { pk: { S: 'a' }, v: { NULL: false as never } },
    '1 validation error detected: One or more parameter values were invalid: Null attribute value types must have the value of true',
  ],
  [{ pk: { S: 'a' }, '': { S: 'x' } }, '1 validation error detected: Empty attribute name'],
] as [Item, string][])('%j is refused', async (item, message) => {
  expect(await failure(put(item))).toMatchObject({ name: 'ValidationException', message });
});

test('of an empty table name nothing else is said, unless there is no key', async () => {
  const { client } = await put({ pk: { S: 'a' } });
  const bad = new PutItemCommand({ TableName: '', Item: {}, ReturnValues: 'SOME' as never });
  expect((await failure(client.send(bad))).message).toBe(
    "1 validation error detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  const lacking = new UpdateItemCommand({ TableName: '', Key: undefined });
  expect((await failure(client.send(lacking))).message).toBe(
    "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'key' failed to satisfy constraint: Member must not be null",
  );
});

test('a key with too much or too little in it does not match the schema', async () => {
  const { client } = await put({ pk: { S: 'a' } });
  for (const key of [{ pk: { S: 'a' }, x: { S: 'b' } }, { x: { S: 'a' } }, { pk: { N: '1' } }] as Item[]) {
    const error = await failure(client.send(new GetItemCommand({ TableName: 't-1', Key: key })));
    expect(error.message).toBe('The provided key element does not match the schema');
  }
});

test('a table that is not there is not found', async () => {
  const { client } = await put({ pk: { S: 'a' } });
  const error = await failure(client.send(new GetItemCommand({ TableName: 'other', Key: { pk: { S: 'a' } } })));
  expect(error).toMatchObject({ name: 'ResourceNotFoundException', message: 'Requested resource not found' });
});

test('a test may be served the item as it was before the last write, unless it reads consistently', async () => {
  const { client, db, update } = await put({ pk: { S: 'a' }, n: { N: '1' } });
  db.hooks = { staleRead: () => true };
  await update({ UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '2' } } });
  const read = async (ConsistentRead: boolean) =>
    (await client.send(new GetItemCommand({ TableName: 't-1', Key: { pk: { S: 'a' } }, ConsistentRead }))).Item!['n'];
  expect(await read(false)).toEqual({ N: '1' });
  expect(await read(true)).toEqual({ N: '2' });
});

test('a value may be nested in 31 lists and maps, no more', async () => {
  const { client } = await withTable();
  const nested = (levels: number): AttributeValue =>
    levels === 0 ? { S: 'leaf' } : levels % 2 === 0 ? { M: { m: nested(levels - 1) } } : { L: [nested(levels - 1)] };
  const put = (levels: number) =>
    client.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: 'a' }, deep: nested(levels) } }));
  await put(31);
  expect((await failure(put(32))).message).toMatch(
    /^1 validation error detected: Nesting Levels have exceeded supported limits/,
  );
});

test('an attribute name has fewer than 65,536 bytes, wherever it is given', async () => {
  const { update } = await put({ pk: { S: 'a' } });
  const long = 'n'.repeat(65_535);
  const byPlaceholder = (name: string) =>
    update({
      UpdateExpression: 'SET #n = :v',
      ExpressionAttributeNames: { '#n': name },
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    });
  const byName = (name: string) => update({ AttributeUpdates: { [name]: { Value: { S: 'y' } } } });
  for (const set of [byPlaceholder, byName]) {
    await set(long);
    expect((await failure(set(`${long}n`))).message).toMatch(
      /Attribute name is too large, must be less than 65536 bytes$/,
    );
  }
});

test('a table may be named by its ARN, which the answer repeats; nothing else of it may', async () => {
  const { client } = await put({ pk: { S: 'a' } });
  const arn = 'arn:aws:dynamodb:us-east-1:123456789012:table/t-1';
  const get = (TableName: string) =>
    client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' } }, ReturnConsumedCapacity: 'TOTAL' }));
  expect((await get(arn)).ConsumedCapacity).toEqual({ TableName: arn, CapacityUnits: 0.5 });
  expect((await failure(get(`${arn}/index/byG`))).name).toBe('ValidationException');
});
