import { changeIndexes, type IndexUpdate } from '../index-updates.ts';
import { describe, type TableDescription } from '../table-description.ts';
import { newStream } from '../stream-settings.ts';
import { readThroughput } from '../key-schema.ts';
import { checkUnits, readTypes, readViewType, type TableInput } from '../table-request.ts';
import { Constraints, validation } from '../validation.ts';
import { requiredName, tableNotFound } from './checks.ts';
import { keyArn } from './create-table.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { TableRecord, Throughput } from '../store.ts';

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
  const billing = (input.BillingMode ?? record.billing) as TableRecord['billing'];
  const changed: TableRecord = {
    ...record,
    billing,
    throughput: throughputAfter(record, input, billing),
    onDemand:
      input.OnDemandThroughput === undefined ? record.onDemand : { ...record.onDemand, ...input.OnDemandThroughput },
    ...streamAfter(record, input, db.surroundings.clock.now()),
    ...indexesAfter(record, input, billing),
    deletionProtection: input.DeletionProtectionEnabled ?? record.deletionProtection,
    tableClass: input.TableClass ?? record.tableClass,
    encryption: encryptionAfter(db, record, input),
  };
  db.configure(changed);
  db.surroundings.journal({ service: 'dynamodb', event: 'updated', resource: record.arn, table: record.name });
  return { TableDescription: describe(table, 'UPDATING') };
}

function checkSomething(input: UpdateTableInput): void {
  const constraints = new Constraints()
    .oneOf(input.BillingMode, 'billingMode', ['PROVISIONED', 'PAY_PER_REQUEST'])
    .oneOf(input.TableClass, 'tableClass', ['STANDARD', 'STANDARD_INFREQUENT_ACCESS']);
  checkUnits(constraints, input.ProvisionedThroughput);
  constraints.throwIfAny();
  if (input.ReplicaUpdates !== undefined) throw validation('Replicas (global tables) are not simulated');
  const given = Object.entries(input).filter(([member, value]) => member !== 'TableName' && value !== undefined);
  if (given.every(([member]) => member === 'AttributeDefinitions')) {
    throw validation(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
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

function indexesAfter(record: TableRecord, input: UpdateTableInput, billing: TableRecord['billing']) {
  if (input.GlobalSecondaryIndexUpdates === undefined) return {};
  const types = { ...record.types, ...readTypes(input.AttributeDefinitions ?? []) };
  return changeIndexes({ ...record, types, billing }, input.GlobalSecondaryIndexUpdates);
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
