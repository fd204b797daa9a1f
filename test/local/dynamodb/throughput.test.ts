import { expect, test } from 'vitest';
import { byG, failure, g, updatableTable, withTable } from './fixture.ts';

const units = (both: number) => ({ ReadCapacityUnits: both, WriteCapacityUnits: both });
const warm = (read: number, write: number, Status = 'ACTIVE') => ({
  ReadUnitsPerSecond: read,
  WriteUnitsPerSecond: write,
  Status,
});

test('an on-demand table and its indexes are warm for 12,000 reads and 4,000 writes a second', async () => {
  const { described } = await updatableTable({ AttributeDefinitions: [g], GlobalSecondaryIndexes: [byG] });
  const { WarmThroughput, GlobalSecondaryIndexes } = await described();
  expect(WarmThroughput).toEqual(warm(12_000, 4000));
  expect(GlobalSecondaryIndexes![0]!.WarmThroughput).toEqual(warm(12_000, 4000));
});

test('a provisioned table is warm for the most it was ever provisioned for, and for more once it was on demand', async () => {
  const { described, update } = await updatableTable({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5) });
  await update({ ProvisionedThroughput: units(7) });
  await update({ ProvisionedThroughput: units(1) });
  expect((await described()).WarmThroughput).toEqual(warm(7, 7));
  await update({ BillingMode: 'PAY_PER_REQUEST' });
  await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput: units(1) });
  expect((await described()).WarmThroughput).toEqual(warm(12_000, 4000));
});

test('a table is warmed further while its answer shows it as it was', async () => {
  const { described, update } = await updatableTable();
  const answer = await update({ WarmThroughput: { ReadUnitsPerSecond: 13_000 } });
  expect(answer).toMatchObject({ TableStatus: 'ACTIVE', WarmThroughput: warm(12_000, 4000, 'UPDATING') });
  expect((await described()).WarmThroughput).toEqual(warm(13_000, 4000));
});

test.each([
  [
    { WarmThroughput: { ReadUnitsPerSecond: 1 } },
    'Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial',
  ],
  [
    {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(5),
      WarmThroughput: { ReadUnitsPerSecond: 5, WriteUnitsPerSecond: 4 },
    },
    'Requested WriteUnitsPerSecond for WarmThroughput for table is lower than WriteCapacityUnits of ProvisionedThroughput',
  ],
  [
    { OnDemandThroughput: { MaxWriteRequestUnits: -1 } },
    'Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range',
  ],
  [
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5), OnDemandThroughput: { MaxReadRequestUnits: 5 } },
    'MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.',
  ],
] as [Parameters<typeof withTable>[0], string][])('a table with %j is refused', async (input, reason) => {
  const { message } = await failure(withTable(input));
  expect(message).toBe(`One or more parameter values were invalid: ${reason}`);
});

test('-1 takes a maximum away: the answer repeats it, and the table has none', async () => {
  const { update, described } = await updatableTable({
    OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 },
  });
  const answer = await update({ OnDemandThroughput: { MaxReadRequestUnits: -1 } });
  expect(answer.OnDemandThroughput).toEqual({ MaxReadRequestUnits: -1, MaxWriteRequestUnits: 5 });
  expect((await described()).OnDemandThroughput).toEqual({ MaxWriteRequestUnits: 5 });
  await update({ OnDemandThroughput: { MaxWriteRequestUnits: -1 } });
  expect(await described()).not.toHaveProperty('OnDemandThroughput');
});

test('changed units are answered as they were, with the time of their change', async () => {
  const { update, described, clock } = await updatableTable({
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units(5),
  });
  const now = new Date(clock.now());
  expect((await update({ ProvisionedThroughput: units(6) })).ProvisionedThroughput).toEqual({
    ...units(5),
    LastIncreaseDateTime: now,
    NumberOfDecreasesToday: 0,
  });
  await update({ ProvisionedThroughput: units(4) });
  expect((await described()).ProvisionedThroughput).toEqual({
    ...units(4),
    LastIncreaseDateTime: now,
    LastDecreaseDateTime: now,
    NumberOfDecreasesToday: 1,
  });
});

test('a day has four decreases, then one an hour after the last', async () => {
  const { update, described, clock } = await updatableTable({
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units(9),
  });
  for (const both of [8, 7, 6, 5]) await update({ ProvisionedThroughput: units(both) });
  const fifth = () => update({ ProvisionedThroughput: units(4) });
  expect(await failure(fifth())).toMatchObject({
    name: 'LimitExceededException',
    message:
      'Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: 4. Last decrease at Thursday, January 1, 2026 at 12:00:00 AM Coordinated Universal Time. Next decrease can be made at Thursday, January 1, 2026 at 1:00:00 AM Coordinated Universal Time',
  });
  await clock.advance(3_600_000);
  await fifth();
  await clock.advance(23 * 3_600_000);
  expect((await described()).ProvisionedThroughput!.NumberOfDecreasesToday).toBe(0);
});
