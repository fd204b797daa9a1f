import { changeIndexes, constrainUpdate, type IndexUpdate } from '../index-updates.ts';
import { describe, describeGlobal, type TableDescription } from '../table-description.ts';
import { newStream } from '../stream-settings.ts';
import {
  checkTableClass,
  constrainSettings,
  readBilling,
  readTypes,
  readViewType,
  type TableInput,
} from '../table-request.ts';
import { readThroughput } from '../throughput-request.ts';
import { Constraints, invalidParameter, validation } from '../validation.ts';
import { requiredName, tableNotFound } from './checks.ts';
import { keyArn } from './create-table.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { IndexRecord, TableRecord, Throughput } from '../store.ts';
import type { Table } from '../table.ts';

export interface UpdateTableInput extends Omit<TableInput, 'KeySchema' | 'LocalSecondaryIndexes' | 'Tags'> {
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
  readonly ReplicaUpdates?: unknown;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html */
export function updateTable(
  db: DynamoDb,
  input: UpdateTableInput,
  call: Call,
): { readonly TableDescription: TableDescription } {
  const name = requiredName(input.TableName);
  db.authorize(call, 'UpdateTable', name);
  checkSomething(input);
  const table = db.findTable(name);
  if (table === undefined) throw tableNotFound(name);
  const { record } = table;
  const now = db.surroundings.clock.now();
  const billing = readBilling(input) ?? record.billing;
  const changed: TableRecord = {
    ...record,
    billing,
    throughput: throughputAfter(record, input, billing),
    onDemandSince: billing === 'PAY_PER_REQUEST' && billing !== record.billing ? now : record.onDemandSince,
    onDemand:
      input.OnDemandThroughput === undefined ? record.onDemand : { ...record.onDemand, ...input.OnDemandThroughput },
    ...streamAfter(record, input, now),
    ...indexesAfter(record, input, billing),
    deletionProtection: input.DeletionProtectionEnabled ?? record.deletionProtection,
    ...(input.TableClass === undefined ? {} : { tableClass: input.TableClass, tableClassChangedAt: now }),
    encryption: encryptionAfter(db, record, input),
  };
  const leaving = [...table.indexes.values()]
    .filter((index) => !changed.indexes.some(({ name: kept }) => kept === index.record.name))
    .map((index) => describeGlobal(table, index, { IndexStatus: 'DELETING' }));
  db.configure(changed);
  db.surroundings.journal({ service: 'dynamodb', event: 'updated', resource: record.arn, table: record.name });
  return { TableDescription: describeUpdating(table, input, leaving) };
}

/** The table on its way; by the time anyone asks again it has arrived. */
function describeUpdating(
  table: Table,
  { GlobalSecondaryIndexUpdates: updates = [] }: UpdateTableInput,
  leaving: readonly TableDescription[],
): TableDescription {
  const description = describe(table, 'UPDATING', (name) => {
    if (updates.some(({ Create }) => Create?.IndexName === name)) {
      return { IndexStatus: 'CREATING', Backfilling: false };
    }
    return { IndexStatus: updates.some(({ Update }) => Update?.IndexName === name) ? 'UPDATING' : 'ACTIVE' };
  });
  if (leaving.length === 0) return description;
  const staying = (description['GlobalSecondaryIndexes'] ?? []) as readonly TableDescription[];
  return { ...description, GlobalSecondaryIndexes: [...staying, ...leaving] };
}

function checkSomething(input: UpdateTableInput): void {
  const constraints = new Constraints();
  constrainSettings(constraints, input);
  input.GlobalSecondaryIndexUpdates?.forEach((update, index) =>
    constrainUpdate(constraints, update, `globalSecondaryIndexUpdates.${index + 1}.member`),
  );
  constraints.throwIfAny();
  checkTableClass(input);
  if (input.ReplicaUpdates !== undefined) throw validation('Replicas (global tables) are not simulated');
  const idle = new Set(['TableName', 'AttributeDefinitions']);
  if (input.GlobalSecondaryIndexUpdates?.length === 0) idle.add('GlobalSecondaryIndexUpdates');
  if (Object.entries(input).every(([member, value]) => idle.has(member) || value === undefined)) {
    throw validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
  if (readBilling(input) === 'PROVISIONED' && input.ProvisionedThroughput === undefined) {
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
}

function throughputAfter(record: TableRecord, input: UpdateTableInput, billing: TableRecord['billing']) {
  if (input.ProvisionedThroughput === undefined && billing === record.billing) return record.throughput;
  const [before, after] = [record.throughput, readThroughput(billing, input.ProvisionedThroughput)];
  if (before !== undefined && after !== undefined && sameUnits(before, after)) {
    const [read, write] = [after.ReadCapacityUnits, after.WriteCapacityUnits];
    throw validation(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
  }
  return after;
}

function sameUnits(a: Throughput, b: Throughput): boolean {
  return a.ReadCapacityUnits === b.ReadCapacityUnits && a.WriteCapacityUnits === b.WriteCapacityUnits;
}

function streamAfter(record: TableRecord, input: UpdateTableInput, now: number): Pick<TableRecord, 'stream'> {
  if (input.StreamSpecification === undefined) return {};
  const viewType = readViewType(input.StreamSpecification);
  if (viewType === undefined) {
    if (record.stream === undefined) throw validation('Table is already in a state with the stream disabled');
    return { stream: undefined };
  }
  if (record.stream !== undefined) {
    throw validation(`Table already has an enabled stream: TableName: ${record.name}`);
  }
  return { stream: newStream(record.arn, viewType, now) };
}

function indexesAfter(
  record: TableRecord,
  input: UpdateTableInput,
  billing: TableRecord['billing'],
): Pick<TableRecord, 'indexes' | 'types'> {
  const types = { ...record.types, ...readTypes(input.AttributeDefinitions ?? []) };
  const changed = changeIndexes({ ...record, types, billing }, input.GlobalSecondaryIndexUpdates ?? []);
  if (billing === record.billing) return changed;
  const globals = changed.indexes.filter(({ kind }) => kind === 'global');
  const without = globals.filter(({ throughput }) => throughput === undefined).map(({ name }) => name);
  if (billing === 'PROVISIONED' && without.length > 0) {
    throw invalidParameter(`ProvisionedThroughput must be specified for index: ${without.join(',')}`);
  }
  const kept = (index: IndexRecord) => (billing === 'PROVISIONED' ? index.throughput : undefined);
  return { ...changed, indexes: changed.indexes.map((index) => ({ ...index, throughput: kept(index) })) };
}

function encryptionAfter(
  { surroundings: { region, accountId } }: DynamoDb,
  record: TableRecord,
  input: UpdateTableInput,
): TableRecord['encryption'] {
  if (input.SSESpecification === undefined) return record.encryption;
  if (input.SSESpecification.Enabled !== true) return undefined;
  return { keyArn: keyArn(input, region, accountId) };
}
