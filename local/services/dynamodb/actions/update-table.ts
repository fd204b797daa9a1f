import { changeIndexes, constrainUpdate, type IndexUpdate } from '../index-updates.ts';
import { describeUpdating } from '../updating-description.ts';
import { newStream } from '../stream-settings.ts';
import { checkMaximum, maximumAfter } from '../on-demand-throughput.ts';
import {
  checkTableClass,
  constrainSettings,
  readBilling,
  readTypes,
  readViewType,
  type TableInput,
} from '../table-request.ts';
import { changedUnits, readThroughput } from '../throughput-request.ts';
import { changesAfter } from '../unit-changes.ts';
import { checkOneThing } from '../update-rules.ts';
import { Constraints, invalidParameter, validation } from '../validation.ts';
import { raisedWarmth, warmthAfter } from '../warm-throughput.ts';
import { refuseUnsimulated } from '../unsimulated.ts';
import { requiredName, tableNotFound } from './checks.ts';
import { keyArn } from './create-table.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { IndexRecord, TableRecord } from '../store.ts';
import type { TableDescription } from '../table-description.ts';

export interface UpdateTableInput extends Omit<TableInput, 'KeySchema' | 'LocalSecondaryIndexes' | 'Tags'> {
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
}

/**
 * The answer shows much as it was, on its way; by the time anyone asks again it has arrived.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export function updateTable(
  db: DynamoDb,
  input: UpdateTableInput,
  call: Call,
): { readonly TableDescription: TableDescription } {
  refuseUnsimulated('UpdateTable', input);
  const name = requiredName(input.TableName);
  db.authorize(call, 'UpdateTable', name);
  checkForm(input);
  const table = db.findTable(name);
  if (table === undefined) throw tableNotFound(name);
  const { record } = table;
  const now = db.surroundings.clock.now();
  const changed = changedRecord(db, record, input, now);
  const leaving = [...table.indexes.values()].filter(
    (index) => !changed.indexes.some(({ name: kept }) => kept === index.record.name),
  );
  db.configure(changed);
  db.surroundings.journal({ service: 'dynamodb', event: 'updated', resource: record.arn, table: record.name });
  return { TableDescription: describeUpdating(table, { before: record, input, leaving, now }) };
}

function checkForm(input: UpdateTableInput): void {
  const constraints = new Constraints();
  constrainSettings(constraints, input);
  input.GlobalSecondaryIndexUpdates?.forEach((update, index) =>
    constrainUpdate(constraints, update, `globalSecondaryIndexUpdates.${index + 1}.member`),
  );
  constraints.throwIfAny();
  checkTableClass(input);
  checkOneThing(input);
  const mode = readBilling(input);
  if (mode === 'PROVISIONED' && input.ProvisionedThroughput === undefined) {
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  if (mode === 'PAY_PER_REQUEST' && input.ProvisionedThroughput !== undefined) {
    throw invalidParameter('ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST');
  }
}

function changedRecord(db: DynamoDb, record: TableRecord, input: UpdateTableInput, now: number): TableRecord {
  const billing = readBilling(input) ?? record.billing;
  checkMaximum(input.OnDemandThroughput, billing, 'table', 'update');
  const units = unitsAfter(record, input, billing, now);
  return {
    ...record,
    billing,
    ...units,
    warm: raisedWarmth(warmthAfter(record.warm, billing, units.throughput), input.WarmThroughput, 'table'),
    onDemandSince: billing === 'PAY_PER_REQUEST' && billing !== record.billing ? now : record.onDemandSince,
    onDemand: billing === 'PROVISIONED' ? undefined : maximumAfter(record.onDemand, input.OnDemandThroughput),
    ...streamAfter(record, input, now),
    ...indexesAfter(record, input, billing, now),
    deletionProtection: input.DeletionProtectionEnabled ?? record.deletionProtection,
    ...(input.TableClass === undefined ? {} : classAfter(record, input.TableClass, now)),
    encryption: encryptionAfter(db, record, input),
  };
}

function unitsAfter(
  record: TableRecord,
  input: UpdateTableInput,
  billing: TableRecord['billing'],
  now: number,
): Pick<TableRecord, 'throughput' | 'unitChanges'> {
  const { throughput: before, unitChanges } = record;
  if (input.ProvisionedThroughput === undefined && billing === record.billing) {
    return { throughput: before, unitChanges };
  }
  const throughput = readThroughput(billing, input.ProvisionedThroughput);
  if (before === undefined || throughput === undefined) return { throughput, unitChanges };
  changedUnits(before, throughput, 'table');
  return { throughput, unitChanges: changesAfter(unitChanges, before, throughput, now) };
}

/** A table that never said so is `STANDARD`, and goes on not saying so. */
function classAfter(
  record: TableRecord,
  tableClass: string,
  now: number,
): Pick<TableRecord, 'tableClass' | 'tableClassChangedAt'> {
  if (tableClass === (record.tableClass ?? 'STANDARD')) return {};
  return { tableClass, tableClassChangedAt: now };
}

function streamAfter(
  record: TableRecord,
  input: UpdateTableInput,
  now: number,
): Pick<TableRecord, 'stream' | 'lastStream'> {
  if (input.StreamSpecification === undefined) return {};
  const viewType = readViewType(input.StreamSpecification, 'update');
  if (viewType === undefined) {
    if (record.stream === undefined) throw validation(`Table has no stream to disable: TableName: ${record.name}`);
    return { stream: undefined, lastStream: record.stream };
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
  now: number,
): Pick<TableRecord, 'indexes' | 'types'> {
  const types = input.AttributeDefinitions === undefined ? undefined : readTypes(input.AttributeDefinitions);
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const changed = changeIndexes({ ...record, billing }, { updates, types, now });
  if (billing === record.billing) return changed;
  const globals = changed.indexes.filter(({ kind }) => kind === 'global');
  const without = globals.filter(({ throughput }) => throughput === undefined).map(({ name }) => name);
  if (billing === 'PROVISIONED' && without.length > 0) {
    throw invalidParameter(`ProvisionedThroughput must be specified for index: ${without.join(',')}`);
  }
  return { ...changed, indexes: changed.indexes.map((index) => billed(index, billing)) };
}

/** An index after its table's billing has changed. */
function billed(index: IndexRecord, billing: TableRecord['billing']): IndexRecord {
  if (index.kind === 'local') return index;
  const throughput = billing === 'PROVISIONED' ? index.throughput : undefined;
  const onDemand = billing === 'PROVISIONED' ? undefined : index.onDemand;
  return { ...index, throughput, onDemand, warm: warmthAfter(index.warm, billing, throughput) };
}

function encryptionAfter(
  { surroundings: { region, accountId } }: DynamoDb,
  record: TableRecord,
  input: UpdateTableInput,
): TableRecord['encryption'] {
  const { SSESpecification: asked } = input;
  if (asked === undefined) return record.encryption;
  if (asked.Enabled !== true) {
    if (record.encryption === undefined) throw invalidParameter('Table is already encrypted by default');
    return undefined;
  }
  if (asked.KMSMasterKeyId !== undefined && asked.KMSMasterKeyId === record.encryption?.keyArn) {
    throw invalidParameter(
      'Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key',
    );
  }
  return { keyArn: keyArn(input, region, accountId) };
}
