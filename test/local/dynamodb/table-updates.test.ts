import { DescribeTableCommand, UpdateTableCommand, type UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { failure, withTable } from './fixture.ts';

const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
const byG = {
  IndexName: 'byG',
  KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};
const g = { AttributeName: 'g', AttributeType: 'S' as const };

async function table(more: Parameters<typeof withTable>[0] = {}) {
  const made = await withTable(more);
  return {
    ...made,
    update: async (input: Partial<UpdateTableCommandInput>) =>
      (await made.client.send(new UpdateTableCommand({ TableName: made.TableName, ...input }))).TableDescription!,
    described: async () => (await made.client.send(new DescribeTableCommand({ TableName: made.TableName }))).Table!,
  };
}

test('an index is CREATING in the answer that makes it, DELETING in the one that drops it', async () => {
  const { update, described } = await table();
  const made = await update({ AttributeDefinitions: [g], GlobalSecondaryIndexUpdates: [{ Create: byG }] });
  expect(made).toMatchObject({
    TableStatus: 'UPDATING',
    GlobalSecondaryIndexes: [{ IndexName: 'byG', IndexStatus: 'CREATING', Backfilling: false }],
  });
  const [index] = (await described()).GlobalSecondaryIndexes!;
  expect(index).toMatchObject({ IndexName: 'byG', IndexStatus: 'ACTIVE' });
  expect(index).not.toHaveProperty('Backfilling');
  const dropped = await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byG' } }] });
  expect(dropped.GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'byG', IndexStatus: 'DELETING' }]);
  const after = await described();
  expect(after.GlobalSecondaryIndexes).toBeUndefined();
  expect(after.AttributeDefinitions).toEqual([{ AttributeName: 'pk', AttributeType: 'S' }]);
});

test('a table that was ever on demand says since when', async () => {
  const { update, described, clock } = await table({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
  expect(await described()).not.toHaveProperty('BillingModeSummary');
  await clock.advance(60_000);
  await update({ BillingMode: 'PAY_PER_REQUEST' });
  const since = { LastUpdateToPayPerRequestDateTime: new Date(clock.now()) };
  expect(await described()).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', ...since },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  });
  await clock.advance(60_000);
  await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units });
  expect(await described()).toMatchObject({
    BillingModeSummary: { BillingMode: 'PROVISIONED', ...since },
    ProvisionedThroughput: units,
  });
});

test('a table class is told of once somebody asked for it', async () => {
  const { update, described, clock } = await table();
  expect(await described()).not.toHaveProperty('TableClassSummary');
  await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  expect((await described()).TableClassSummary).toEqual({
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    LastUpdateDateTime: new Date(clock.now()),
  });
});

const INVALID = 'One or more parameter values were invalid:';

test.each<[Partial<UpdateTableCommandInput>, string]>([
  [
    { BillingMode: 'PROVISIONED' },
    `${INVALID} ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
  ],
  [
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: units },
    `${INVALID} ProvisionedThroughput must be specified for index: byG`,
  ],
  [
    { ProvisionedThroughput: units },
    `${INVALID} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    { GlobalSecondaryIndexUpdates: [] },
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
  ],
  [
    { GlobalSecondaryIndexUpdates: [{}] },
    `${INVALID} One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`,
  ],
  [
    { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byG' } }, { Delete: { IndexName: 'byG' } }] },
    `${INVALID} Only one global secondary index update per index is allowed simultaneously. Index: byG`,
  ],
  [
    { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'i' } }] },
    "1 validation error detected: Value 'i' at 'globalSecondaryIndexUpdates.1.member.delete.indexName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [{ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byX' } }] }, 'Requested resource not found'],
  [{ GlobalSecondaryIndexUpdates: [{ Create: byG }] }, 'Attempting to create an index which already exists'],
])('an update with %j is refused and changes nothing', async (input, message) => {
  const { update, described } = await table({ AttributeDefinitions: [g], GlobalSecondaryIndexes: [byG] });
  const before = await described();
  expect((await failure(update(input))).message).toBe(message);
  expect(await described()).toEqual(before);
});
