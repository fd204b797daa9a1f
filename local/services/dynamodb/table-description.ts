import { itemSize } from './values.ts';
import { projectedItem } from './projected-item.ts';
import type { IndexRecord, KeySchema, TableRecord, Throughput } from './store.ts';
import type { Index, Table } from './table.ts';

/** As `TableDescription` on the wire. */
export type TableDescription = Readonly<Record<string, unknown>>;

type IndexState = Readonly<{ IndexStatus: string; Backfilling?: boolean }>;

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
 *
 * @param indexState of each global index, by name
 */
export function describe(
  table: Table,
  status = 'ACTIVE',
  indexState: (name: string) => IndexState = () => ({ IndexStatus: 'ACTIVE' }),
): TableDescription {
  const { record } = table;
  const indexes = [...table.indexes.values()];
  const locals = indexes.filter((index) => index.record.kind === 'local');
  const globals = indexes.filter((index) => index.record.kind === 'global');
  return {
    AttributeDefinitions: Object.entries(record.types).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keySchema(record.key),
    CreationDateTime: record.createdAt / 1000,
    ...describeBriefly(table, status),
    ...(record.onDemand === undefined ? {} : { OnDemandThroughput: record.onDemand }),
    ...(locals.length > 0 ? { LocalSecondaryIndexes: locals.map((index) => describeIndex(table, index)) } : {}),
    ...(globals.length > 0
      ? {
          GlobalSecondaryIndexes: globals.map((index) => describeGlobal(table, index, indexState(index.record.name))),
        }
      : {}),
    ...streamMembers(record),
    ...(record.encryption === undefined
      ? {}
      : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: record.encryption.keyArn } }),
  };
}

/** What DeleteTable still says: neither keys nor indexes. */
export function describeBriefly(table: Table, status: string): TableDescription {
  const { record } = table;
  return {
    TableName: record.name,
    TableStatus: status,
    ProvisionedThroughput: throughput(record.throughput),
    TableSizeBytes: table.bytes,
    ItemCount: table.rows.size,
    TableArn: record.arn,
    TableId: record.id,
    ...billingMembers(record),
    ...classMembers(record),
    DeletionProtectionEnabled: record.deletionProtection,
  };
}

export function describeGlobal(table: Table, index: Index, state: IndexState): TableDescription {
  return {
    ...describeIndex(table, index),
    ...state,
    ProvisionedThroughput: throughput(index.record.throughput),
  };
}

/** Both names of the mode; neither for a table that was provisioned all along. */
function billingMembers({ billing, onDemandSince: since }: TableRecord): TableDescription {
  if (since === undefined) return {};
  const LastUpdateToPayPerRequestDateTime = since / 1000;
  return {
    BillingModeSummary: { BillingMode: billing, LastUpdateToPayPerRequestDateTime },
    TableThroughputModeSummary: { TableThroughputMode: billing, LastUpdateToPayPerRequestDateTime },
  };
}

function classMembers({ tableClass, tableClassChangedAt: at }: TableRecord): TableDescription {
  if (tableClass === undefined) return {};
  return {
    TableClassSummary: { TableClass: tableClass, ...(at === undefined ? {} : { LastUpdateDateTime: at / 1000 }) },
  };
}

function streamMembers({ stream }: TableRecord): TableDescription {
  if (stream === undefined) return {};
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
    LatestStreamLabel: stream.label,
    LatestStreamArn: stream.arn,
  };
}

function describeIndex(table: Table, { record, rows }: Index): TableDescription {
  return {
    IndexName: record.name,
    KeySchema: keySchema(record.key),
    Projection: projection(record),
    IndexSizeBytes: [...rows.values()].reduce((sum, row) => sum + itemSize(projectedItem(table, record, row.item)), 0),
    ItemCount: rows.size,
    IndexArn: `${table.record.arn}/index/${record.name}`,
  };
}

function projection({ projection: type, included }: IndexRecord): TableDescription {
  return type === 'INCLUDE' ? { ProjectionType: type, NonKeyAttributes: included } : { ProjectionType: type };
}

export function keySchema({ hash, range }: KeySchema): TableDescription[] {
  const first = { AttributeName: hash, KeyType: 'HASH' };
  return range === undefined ? [first] : [first, { AttributeName: range, KeyType: 'RANGE' }];
}

function throughput(units: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }): TableDescription {
  return { NumberOfDecreasesToday: 0, ...units };
}
