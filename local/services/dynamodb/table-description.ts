import { itemSize } from './values.ts';
import { projectedItem } from './projected-item.ts';
import { decreasesToday } from './unit-changes.ts';
import { warmthAfter } from './warm-throughput.ts';
import type { IndexRecord, KeySchema, TableRecord, Throughput, UnitChanges, WarmThroughput } from './store.ts';
import { hashNames, rangeNames } from './key-names.ts';
import type { Index, Table } from './table.ts';

/** As `TableDescription` on the wire. */
export type TableDescription = Readonly<Record<string, unknown>>;

type IndexState = TableDescription & { readonly IndexStatus: string };

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
 *
 * @param now milliseconds since the epoch
 * @param indexState of each global index, by name
 */
export function describe(
  table: Table,
  now: number,
  status = 'ACTIVE',
  indexState: (name: string) => IndexState = () => ({ IndexStatus: 'ACTIVE' }),
): TableDescription {
  const { record } = table;
  const indexes = [...table.indexes.values()];
  const locals = indexes.filter((index) => index.record.kind === 'local');
  const globals = indexes.filter((index) => index.record.kind === 'global');
  return {
    AttributeDefinitions: Object.keys(record.types)
      .sort()
      .map((AttributeName) => ({ AttributeName, AttributeType: record.types[AttributeName] })),
    KeySchema: keySchema(record.key),
    CreationDateTime: record.createdAt / 1000,
    ...describeBriefly(table, now, status),
    ...(record.onDemand === undefined ? {} : { OnDemandThroughput: record.onDemand }),
    ...warmMembers(warmthAfter(record.warm, record.billing, record.throughput), 'ACTIVE'),
    ...(locals.length > 0 ? { LocalSecondaryIndexes: locals.map((index) => describeIndex(table, index)) } : {}),
    ...(globals.length > 0
      ? {
          GlobalSecondaryIndexes: globals.map((index) =>
            describeGlobal(table, index, now, indexState(index.record.name)),
          ),
        }
      : {}),
    ...streamMembers(record),
    ...encryptionMembers(record.encryption, 'ENABLED'),
  };
}

/** What DeleteTable still says: neither keys nor indexes. */
export function describeBriefly(table: Table, now: number, status: string): TableDescription {
  const { record } = table;
  return {
    TableName: record.name,
    TableStatus: status,
    ProvisionedThroughput: describeUnits(record.throughput, record.unitChanges, now),
    TableSizeBytes: table.bytes,
    ItemCount: table.rows.size,
    TableArn: record.arn,
    TableId: record.id,
    ...billingMembers(record),
    ...classMembers(record),
    DeletionProtectionEnabled: record.deletionProtection,
  };
}

export function describeGlobal(table: Table, index: Index, now: number, state: IndexState): TableDescription {
  const { throughput, unitChanges, onDemand, warm } = index.record;
  return {
    ...describeIndex(table, index),
    ProvisionedThroughput: describeUnits(throughput, unitChanges, now),
    ...(onDemand === undefined ? {} : { OnDemandThroughput: onDemand }),
    ...warmMembers(warmthAfter(warm, table.record.billing, throughput), 'ACTIVE'),
    ...state,
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

export function classMembers({ tableClass, tableClassChangedAt: at }: TableRecord): TableDescription {
  if (tableClass === undefined) return {};
  return {
    TableClassSummary: { TableClass: tableClass, ...(at === undefined ? {} : { LastUpdateDateTime: at / 1000 }) },
  };
}

export function encryptionMembers(encryption: TableRecord['encryption'], status: string): TableDescription {
  if (encryption === undefined) return {};
  return { SSEDescription: { Status: status, SSEType: 'KMS', KMSMasterKeyArn: encryption.keyArn } };
}

export function warmMembers(warm: WarmThroughput | undefined, status: string): TableDescription {
  return warm === undefined ? {} : { WarmThroughput: { ...warm, Status: status } };
}

/** The last stream goes on being named when it is no more. */
function streamMembers({ stream, lastStream }: TableRecord): TableDescription {
  const last = stream ?? lastStream;
  return {
    ...(stream === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType } }),
    ...(last === undefined ? {} : { LatestStreamLabel: last.label, LatestStreamArn: last.arn }),
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

export function keySchema(key: KeySchema): TableDescription[] {
  return [
    ...hashNames(key).map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
    ...rangeNames(key).map((AttributeName) => ({ AttributeName, KeyType: 'RANGE' })),
  ];
}

/** As `ProvisionedThroughputDescription` on the wire; `now` in milliseconds. */
export function describeUnits(
  units: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  changes: UnitChanges | undefined,
  now: number,
): TableDescription {
  const { raisedAt, loweredAt } = changes ?? {};
  return {
    ...(raisedAt === undefined ? {} : { LastIncreaseDateTime: raisedAt / 1000 }),
    ...(loweredAt === undefined ? {} : { LastDecreaseDateTime: loweredAt / 1000 }),
    NumberOfDecreasesToday: decreasesToday(changes, now),
    ...units,
  };
}
