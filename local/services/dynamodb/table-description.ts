import { itemSize } from './values.ts';
import { projectedItem } from './projected-item.ts';
import type { IndexRecord, KeySchema, TableRecord, Throughput } from './store.ts';
import type { Index, Table } from './table.ts';

/** As `TableDescription` on the wire. */
export type TableDescription = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html */
export function describe(table: Table, status = 'ACTIVE', indexStatus = 'ACTIVE'): TableDescription {
  const { record } = table;
  const indexes = [...table.indexes.values()];
  const locals = indexes.filter((index) => index.record.kind === 'local');
  const globals = indexes.filter((index) => index.record.kind === 'global');
  return {
    AttributeDefinitions: Object.entries(record.types).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    TableName: record.name,
    KeySchema: keySchema(record.key),
    TableStatus: status,
    CreationDateTime: record.createdAt / 1000,
    ProvisionedThroughput: throughput(record.throughput),
    TableSizeBytes: table.bytes,
    ItemCount: table.rows.size,
    TableArn: record.arn,
    TableId: record.id,
    ...(record.billing === 'PAY_PER_REQUEST'
      ? {
          BillingModeSummary: {
            BillingMode: record.billing,
            LastUpdateToPayPerRequestDateTime: record.createdAt / 1000,
          },
        }
      : {}),
    ...(record.onDemand === undefined ? {} : { OnDemandThroughput: record.onDemand }),
    ...(locals.length > 0 ? { LocalSecondaryIndexes: locals.map((index) => describeIndex(table, index)) } : {}),
    ...(globals.length > 0
      ? {
          GlobalSecondaryIndexes: globals.map((index) => ({
            ...describeIndex(table, index),
            IndexStatus: indexStatus,
            ProvisionedThroughput: throughput(index.record.throughput),
          })),
        }
      : {}),
    ...streamMembers(record),
    ...(record.encryption === undefined
      ? {}
      : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: record.encryption.keyArn } }),
    TableClassSummary: { TableClass: record.tableClass },
    DeletionProtectionEnabled: record.deletionProtection,
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
