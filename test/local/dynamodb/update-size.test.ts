import {
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable, type Item } from './fixture.ts';

const TableName = 't-1';
const Key = { pk: { S: 'K' } };
const MOST = 400 * 1024;
const TOO_LARGE = 'Item size to update has exceeded the maximum allowed size';
const ten = { S: 'y'.repeat(10) };
const one = { N: '1' };

async function table(seed: Item = {}) {
  const { client } = await withTable();
  const update = (UpdateExpression: string, values: Item, ConditionExpression?: string) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeValues: values,
      }),
    );
  const reset = () => client.send(new PutItemCommand({ TableName, Item: { ...Key, ...seed } }));
  await reset();
  return { client, update, reset };
}

const padding = (bytes: number): AttributeValue => ({ S: 'x'.repeat(bytes) });

/** What `SET b = :pad` counts besides the padding. */
const PAD = 3 + 19 + 1;

test.for([
  ['', {}, {}, 0],
  ['SET c = abcdefghij', { abcdefghij: ten }, {}, 19 + 1 + (1 + 14 + 10)],
  ['SET c = m.z', { m: { M: { z: ten } } }, {}, 19 + 1 + (1 + 15 + 15)],
  ['SET n = n + :one', { n: { N: '12345678901234567890' } }, { ':one': one }, 19 + 1 + 34 + 16 + 2],
  ['SET n = n - :one', { n: one }, { ':one': one }, 19 + 1 + 37 + 16 + 2],
  ['SET c = if_not_exists(c, :v)', {}, { ':v': ten }, 19 + 1 + 39 + 16 + 10],
  ['SET l = list_append(l, :l)', { l: { L: [] } }, { ':l': { L: [ten] } }, 19 + 1 + 37 + 16 + (3 + 1 + 10)],
  ['SET l[0] = :v', { l: { L: [ten] } }, { ':v': ten }, 19 + (1 + 4 + 1) + 10],
  ['ADD n :one', { n: one }, { ':one': one }, 19 + 1 + 2],
  ['ADD s :s', { s: { SS: ['a'] } }, { ':s': { SS: ['a', 'bcd'] } }, 19 + 1 + 3],
  ['REMOVE m.yy', { m: { M: { yy: ten } } }, {}, 1 + (1 + 4 + 2)],
  ['DELETE s :s', { s: { SS: ['a', 'b'] } }, { ':s': { SS: ['a'] } }, 1 + 1],
] as [string, Item, Item, number][])(
  'an update expression itself is counted: %s',
  async ([clause, seed, values, bytes]) => {
    const { update, reset } = await table(seed);
    const expression = clause.startsWith('SET ') ? `SET b = :pad, ${clause.slice(4)}` : `SET b = :pad ${clause}`;
    const most = MOST - PAD - bytes;
    await update(expression, { ...values, ':pad': padding(most) });
    await reset();
    const more = update(expression, { ...values, ':pad': padding(most + 1) }, 'attribute_exists(nothing)');
    expect(await failure(more)).toMatchObject({ name: 'ValidationException', message: TOO_LARGE });
  },
);

test('an update in a transaction or from before expressions is held to the size of the item alone', async () => {
  const { client, reset } = await table();
  const whole = padding(MOST - 4);
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        {
          Update: {
            TableName,
            Key,
            UpdateExpression: 'SET b = :pad',
            ExpressionAttributeValues: { ':pad': whole },
          },
        },
      ],
    }),
  );
  await reset();
  const { Attributes } = await client.send(
    new UpdateItemCommand({ TableName, Key, AttributeUpdates: { b: { Value: whole } }, ReturnValues: 'UPDATED_NEW' }),
  );
  expect(Attributes).toEqual({ b: whole });
});
