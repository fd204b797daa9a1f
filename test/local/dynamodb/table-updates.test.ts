import type { UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { byG, failure, g, updatableTable, withTable } from './fixture.ts';

const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };

test('an index is CREATING in the answer that makes it, DELETING in the one that drops it', async () => {
  const { update, described } = await updatableTable();
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
  const { update, described, clock } = await updatableTable({
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units,
  });
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
  const { update, described, clock } = await updatableTable();
  expect(await described()).not.toHaveProperty('TableClassSummary');
  await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' });
  expect((await described()).TableClassSummary).toEqual({
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    LastUpdateDateTime: new Date(clock.now()),
  });
});

test.each<[Partial<UpdateTableCommandInput>, string]>([
  [{ DeletionProtectionEnabled: true }, 'ACTIVE'],
  [{ OnDemandThroughput: { MaxReadRequestUnits: 5 } }, 'ACTIVE'],
  [{ SSESpecification: { Enabled: true } }, 'ACTIVE'],
  [{ BillingMode: 'PAY_PER_REQUEST' }, 'UPDATING'],
  [{ TableClass: 'STANDARD' }, 'UPDATING'],
  [{ StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } }, 'UPDATING'],
])('an update with %j answers that the table is %s', async (input, status) => {
  const { update } = await updatableTable();
  expect((await update(input)).TableStatus).toBe(status);
});

test('encryption is UPDATING in the answer, also where it ends', async () => {
  const { update, described } = await updatableTable();
  const { SSEDescription } = await update({ SSESpecification: { Enabled: true } });
  expect(SSEDescription).toMatchObject({ Status: 'UPDATING', SSEType: 'KMS' });
  expect((await described()).SSEDescription).toEqual({ ...SSEDescription, Status: 'ENABLED' });
  expect((await update({ SSESpecification: { Enabled: false } })).SSEDescription).toEqual(SSEDescription);
  expect(await described()).not.toHaveProperty('SSEDescription');
});

test('a stream that is switched off goes on being named, as the latest', async () => {
  const { update, described } = await updatableTable({
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const { LatestStreamArn } = await described();
  await update({ StreamSpecification: { StreamEnabled: false } });
  const after = await described();
  expect(after).not.toHaveProperty('StreamSpecification');
  expect(after.LatestStreamArn).toBe(LatestStreamArn);
});

test('attribute definitions are for new indexes: an update without one ignores them', async () => {
  const { update, described } = await updatableTable();
  await update({
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'N' }, g],
    OnDemandThroughput: { MaxReadRequestUnits: 5 },
  });
  expect((await described()).AttributeDefinitions).toEqual([{ AttributeName: 'pk', AttributeType: 'S' }]);
});

test('attributes are listed by name, indexes as they were made', async () => {
  const index = (IndexName: string) => ({
    ...byG,
    IndexName,
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['z', 'a'] },
  });
  const { described } = await updatableTable({
    AttributeDefinitions: [g],
    GlobalSecondaryIndexes: [index('two'), index('one')],
  });
  const { AttributeDefinitions, GlobalSecondaryIndexes } = await described();
  expect(AttributeDefinitions!.map(({ AttributeName }) => AttributeName)).toEqual(['g', 'pk']);
  expect(GlobalSecondaryIndexes!.map(({ IndexName }) => IndexName)).toEqual(['two', 'one']);
  expect(GlobalSecondaryIndexes![0]!.Projection!.NonKeyAttributes).toEqual(['a', 'z']);
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
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
  ],
  [
    { GlobalSecondaryIndexUpdates: [], DeletionProtectionEnabled: true },
    `${INVALID} List of GlobalSecondaryIndexUpdates is empty`,
  ],
  [
    { BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: units },
    `${INVALID} ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    { SSESpecification: { Enabled: true }, DeletionProtectionEnabled: true },
    `${INVALID} Server-Side Encryption modification must be the only operation in the request`,
  ],
  [
    { TableClass: 'STANDARD', DeletionProtectionEnabled: true },
    `${INVALID} TableClass modification must be the only operation in the request`,
  ],
  [
    { DeletionProtectionEnabled: true, StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    `${INVALID} DeletionProtection modification must be the only operation in the request`,
  ],
  [
    { BillingMode: 'PAY_PER_REQUEST', WarmThroughput: { ReadUnitsPerSecond: 20_000 } },
    `${INVALID} WarmThroughput must be the only operation in the request`,
  ],
  [
    {
      OnDemandThroughput: { MaxReadRequestUnits: 1 },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    },
    `${INVALID} OnDemandThroughput can only be combined with BillingMode in an UpdateTable request`,
  ],
  [
    {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    },
    `${INVALID} You cannot modify stream status while updating table IOPS`,
  ],
  [
    {
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byG' } }],
    },
    `${INVALID} You cannot create or delete index while changing stream status`,
  ],
  [
    { ProvisionedThroughput: units, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byG' } }] },
    `${INVALID} You cannot create or delete index while updating table IOPS`,
  ],
  [{ StreamSpecification: { StreamEnabled: false } }, 'Table has no stream to disable: TableName: t-1'],
  [
    { StreamSpecification: { StreamEnabled: true } },
    `${INVALID} If stream is being enabled then UpdateViewType is required`,
  ],
  [{ SSESpecification: { Enabled: false } }, `${INVALID} Table is already encrypted by default`],
  [
    { OnDemandThroughput: { MaxReadRequestUnits: 0 } },
    `${INVALID} Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
  ],
  [
    { WarmThroughput: { WriteUnitsPerSecond: 1 } },
    `${INVALID} Requested WriteUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
  ],
  [
    { GlobalSecondaryIndexUpdates: [{ Create: { ...byG, IndexName: 'byG2' } }] },
    `${INVALID} AttributeDefinitions is not specified for index: byG2`,
  ],
  [
    {
      AttributeDefinitions: [{ ...g, AttributeType: 'N' }],
      GlobalSecondaryIndexUpdates: [{ Create: { ...byG, IndexName: 'byG2' } }],
    },
    `${INVALID} Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Existing schema: Schema:[SchemaElement: key{g:S:HASH}] New schema: Schema:[SchemaElement: key{g:N:HASH}]`,
  ],
  [
    {
      AttributeDefinitions: [g],
      GlobalSecondaryIndexUpdates: [{ Create: { ...byG, IndexName: 'byG2', ProvisionedThroughput: units } }],
    },
    `${INVALID} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: byG2 when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'byG', ProvisionedThroughput: units } }] },
    `${INVALID} The only Updates for index: byG when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
  ],
  [
    { GlobalSecondaryIndexUpdates: [{ Create: byG, Delete: { IndexName: 'byG' } }] },
    `${INVALID} Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`,
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
  [
    { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byX' } }] },
    'Requested resource not found: Index byX for table t-1',
  ],
  [{ GlobalSecondaryIndexUpdates: [{ Create: byG }] }, 'Attempting to create an index which already exists'],
])('an update with %j is refused and changes nothing', async (input, message) => {
  const { update, described } = await updatableTable({ AttributeDefinitions: [g], GlobalSecondaryIndexes: [byG] });
  const before = await described();
  expect((await failure(update(input))).message).toBe(message);
  expect(await described()).toEqual(before);
});

test.each([
  [{ VectorIndexUpdates: [] }, 'VectorIndexUpdates'],
  [{ ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] }, 'ReplicaUpdates'],
])('what is not simulated is refused by name: %j', async (input, named) => {
  const { update } = await updatableTable();
  expect(await failure(update(input))).toMatchObject({
    name: 'NotSimulated',
    message: `dynamodb:UpdateTable with ${named} is not simulated`,
    $metadata: { httpStatusCode: 501 },
  });
});

test('a table with vector indexes is refused', async () => {
  const refused = withTable({ VectorIndexes: [] });
  expect((await failure(refused)).message).toBe('dynamodb:CreateTable with VectorIndexes is not simulated');
});
