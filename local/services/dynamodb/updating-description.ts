import {
  classMembers,
  describe,
  describeGlobal,
  describeUnits,
  encryptionMembers,
  warmMembers,
  type TableDescription,
} from './table-description.ts';
import { decreasesToday } from './unit-changes.ts';
import type { UpdateTableInput } from './actions/update-table.ts';
import type { TableRecord } from './store.ts';
import type { Index, Table } from './table.ts';

interface Update {
  readonly before: TableRecord;
  readonly input: UpdateTableInput;
  /** Indexes that go. */
  readonly leaving: readonly Index[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What UpdateTable answers of a table that has just changed: AWS shows it on its way, with values as they were. */
export function describeUpdating(table: Table, update: Update): TableDescription {
  const { before, input, leaving, now } = update;
  const description = describe(table, now, status(input), (name) => indexState(update, name));
  const staying = (description['GlobalSecondaryIndexes'] ?? []) as readonly TableDescription[];
  const going = leaving.map((index) => describeGlobal(table, index, now, { IndexStatus: 'DELETING' }));
  const shown: Record<string, unknown> = {
    ...description,
    ...(going.length === 0 ? {} : { GlobalSecondaryIndexes: [...staying, ...going] }),
    ...asBefore(table, before, input, now),
  };
  if (input.TableClass !== undefined) {
    delete shown['TableClassSummary'];
    Object.assign(shown, classMembers(before));
  }
  return shown;
}

/** Some changes leave the table itself ACTIVE. */
function status(input: UpdateTableInput): string {
  const { BillingMode, TableThroughputMode, ProvisionedThroughput, StreamSpecification, TableClass } = input;
  const slow = [BillingMode, TableThroughputMode, ProvisionedThroughput, StreamSpecification, TableClass];
  const indexes = input.GlobalSecondaryIndexUpdates?.some(({ Update: only }) => only === undefined) ?? false;
  return indexes || slow.some((member) => member !== undefined) ? 'UPDATING' : 'ACTIVE';
}

function indexState({ before, input, now }: Update, name: string): TableDescription & { readonly IndexStatus: string } {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  if (updates.some(({ Create }) => Create?.IndexName === name)) {
    return { IndexStatus: 'CREATING', Backfilling: false };
  }
  if (!updates.some(({ Update: only }) => only?.IndexName === name)) return { IndexStatus: 'ACTIVE' };
  const index = before.indexes.find((candidate) => candidate.name === name)!;
  return { IndexStatus: 'UPDATING', ProvisionedThroughput: describeUnits(index.throughput, index.unitChanges, now) };
}

function asBefore(table: Table, before: TableRecord, input: UpdateTableInput, now: number): TableDescription {
  const { record } = table;
  return {
    ...(record.billing === before.billing ? {} : modeOnly(record.billing)),
    ...(input.ProvisionedThroughput === undefined || before.throughput === undefined
      ? {}
      : {
          ProvisionedThroughput: {
            ...describeUnits(before.throughput, record.unitChanges, now),
            NumberOfDecreasesToday: decreasesToday(before.unitChanges, now),
          },
        }),
    ...(input.WarmThroughput === undefined ? {} : warmMembers(before.warm, 'UPDATING')),
    ...(input.OnDemandThroughput === undefined
      ? {}
      : { OnDemandThroughput: { ...before.onDemand, ...input.OnDemandThroughput } }),
    ...(input.SSESpecification === undefined
      ? {}
      : encryptionMembers(before.encryption ?? record.encryption, 'UPDATING')),
  };
}

/** A mode that has just been asked for does not say since when. */
export function modeOnly(mode: string): TableDescription {
  return { BillingModeSummary: { BillingMode: mode }, TableThroughputModeSummary: { TableThroughputMode: mode } };
}
