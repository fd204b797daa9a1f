import {
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { account, withTable } from './fixture.ts';
import type { Change } from '../../../local/services/dynamodb/store.ts';
import type { DynamoDb } from '../../../local/services/dynamodb/dynamodb.ts';

/** Everything there is to see of an engine. */
function visible(db: DynamoDb): unknown {
  const streams = db.streams().map(({ settings, shards, enabled }) => ({ settings, shards, enabled }));
  const tables = db.tables().map(({ record, rows }) => ({ record, items: [...rows.values()] }));
  return JSON.parse(JSON.stringify({ tables, streams }));
}

async function lived(log?: Change[]) {
  const made = await withTable();
  const { client, db } = made;
  if (log !== undefined) {
    for (const change of db.snapshot()) log.push(JSON.parse(JSON.stringify(change)));
    db.onChange = (change) => log.push(JSON.parse(JSON.stringify(change)));
  }
  const TableName = 't-1';
  db.configure({
    ...db.table(TableName).record,
    stream: {
      arn: `${db.arnOf(TableName)}/stream/2026-01-01T00:00:00.000`,
      label: '2026-01-01T00:00:00.000',
      viewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  await client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } }),
  );
  for (const pk of ['a', 'b', 'c']) {
    await client.send(
      new PutItemCommand({
        TableName,
        Item: { pk: { S: pk }, b: { B: Buffer.from(pk) }, expiresAt: { N: '1767225700' } },
      }),
    );
  }
  await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'b' } } }));
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key: { pk: { S: 'c' } },
      UpdateExpression: 'SET n = :n REMOVE expiresAt',
      ExpressionAttributeValues: { ':n': { N: '1.5' } },
    }),
  );
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: { pk: { S: 't' } } } }],
      ClientRequestToken: 'token',
    }),
  );
  return made;
}

test('the changes, repeated into a new engine, make the same tables and streams', async () => {
  const log: Change[] = [];
  const { db } = await lived(log);
  const again = account();
  for (const change of log) again.db.restore(change);
  expect(visible(again.db)).toEqual(visible(db));
  expect(again.journal).toEqual([]);
});

test('a snapshot makes the same tables, streams and tokens, and life goes on alike', async () => {
  const { db, client, clock } = await lived();
  const again = account();
  for (const change of db.snapshot()) again.db.restore(JSON.parse(JSON.stringify(change)) as Change);
  expect(visible(again.db)).toEqual(visible(db));
  const transact = new TransactWriteItemsCommand({
    TransactItems: [{ Put: { TableName: 't-1', Item: { pk: { S: 't' } } } }],
    ClientRequestToken: 'token',
  });
  for (const side of [client, again.client]) {
    await side.send(transact);
    await side.send(new PutItemCommand({ TableName: 't-1', Item: { pk: { S: 'new' } } }));
  }
  await clock.advance(1_200_000);
  await again.clock.advance(1_200_000);
  expect(visible(again.db)).toEqual(visible(db));
  const { Items } = await again.client.send(new ScanCommand({ TableName: 't-1' }));
  expect(Items!.map(({ pk }) => pk!.S!).sort()).toEqual(['c', 'new', 't']);
});
