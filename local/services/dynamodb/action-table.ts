import { batchGetItem } from './actions/batch-get-item.ts';
import { batchWriteItem } from './actions/batch-write-item.ts';
import { createTable } from './actions/create-table.ts';
import { deleteItem } from './actions/delete-item.ts';
import { deleteResourcePolicy } from './actions/delete-resource-policy.ts';
import { deleteTable } from './actions/delete-table.ts';
import { describeContinuousBackups } from './actions/describe-continuous-backups.ts';
import { describeEndpoints } from './actions/describe-endpoints.ts';
import { describeLimits } from './actions/describe-limits.ts';
import { describeStream } from './actions/describe-stream.ts';
import { describeTable } from './actions/describe-table.ts';
import { describeTimeToLive } from './actions/describe-time-to-live.ts';
import { getItem } from './actions/get-item.ts';
import { getRecords } from './actions/get-records.ts';
import { getResourcePolicy } from './actions/get-resource-policy.ts';
import { getShardIterator } from './actions/get-shard-iterator.ts';
import { listStreams } from './actions/list-streams.ts';
import { listTables } from './actions/list-tables.ts';
import { listTagsOfResource } from './actions/list-tags-of-resource.ts';
import { putItem } from './actions/put-item.ts';
import { putResourcePolicy } from './actions/put-resource-policy.ts';
import { query } from './actions/query.ts';
import { scan } from './actions/scan.ts';
import { tagResource } from './actions/tag-resource.ts';
import { transactGetItems } from './actions/transact-get-items.ts';
import { transactWriteItems } from './actions/transact-write-items.ts';
import { untagResource } from './actions/untag-resource.ts';
import { updateContinuousBackups } from './actions/update-continuous-backups.ts';
import { updateItem } from './actions/update-item.ts';
import { updateTable } from './actions/update-table.ts';
import { updateTimeToLive } from './actions/update-time-to-live.ts';
import { inNewerWords } from './wording.ts';
import type { Call } from '../service.ts';
import type { DynamoDb } from './dynamodb.ts';

/** An action checks its own input: off the wire it can be anything. */
export type Action = (db: DynamoDb, input: Record<string, unknown>, call: Call) => unknown;

type Entry = Action | 'not simulated';

/** Every action of DynamoDB by name. */
export const actions: Readonly<Record<string, Entry>> = {
  BatchExecuteStatement: 'not simulated',
  BatchGetItem: inNewerWords(batchGetItem),
  BatchWriteItem: batchWriteItem,
  CancelBulkOperation: 'not simulated',
  CreateBackup: 'not simulated',
  CreateGlobalTable: 'not simulated',
  CreateTable: createTable,
  DeleteBackup: 'not simulated',
  DeleteItem: inNewerWords(deleteItem),
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteTable: deleteTable,
  DescribeBackup: 'not simulated',
  DescribeBulkOperation: 'not simulated',
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeContributorInsights: 'not simulated',
  DescribeEndpoints: describeEndpoints,
  DescribeExport: 'not simulated',
  DescribeGlobalTable: 'not simulated',
  DescribeGlobalTableSettings: 'not simulated',
  DescribeImport: 'not simulated',
  DescribeKinesisStreamingDestination: 'not simulated',
  DescribeLimits: describeLimits,
  DescribeTable: describeTable,
  DescribeTableReplicaAutoScaling: 'not simulated',
  DescribeTimeToLive: describeTimeToLive,
  DisableKinesisStreamingDestination: 'not simulated',
  EnableKinesisStreamingDestination: 'not simulated',
  ExecuteStatement: 'not simulated',
  ExecuteTransaction: 'not simulated',
  ExportTableToPointInTime: 'not simulated',
  GetItem: inNewerWords(getItem),
  GetResourcePolicy: getResourcePolicy,
  ImportTable: 'not simulated',
  ListBackups: 'not simulated',
  ListBulkOperations: 'not simulated',
  ListContributorInsights: 'not simulated',
  ListExports: 'not simulated',
  ListGlobalTables: 'not simulated',
  ListImports: 'not simulated',
  ListTables: listTables,
  ListTagsOfResource: listTagsOfResource,
  PutItem: inNewerWords(putItem),
  PutResourcePolicy: putResourcePolicy,
  Query: inNewerWords(query),
  RestoreTableFromBackup: 'not simulated',
  RestoreTableToPointInTime: 'not simulated',
  Scan: scan,
  SearchVectors: 'not simulated',
  StartBulkPutItems: 'not simulated',
  TagResource: tagResource,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UntagResource: untagResource,
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateContributorInsights: 'not simulated',
  UpdateGlobalTable: 'not simulated',
  UpdateGlobalTableSettings: 'not simulated',
  UpdateItem: inNewerWords(updateItem),
  UpdateKinesisStreamingDestination: 'not simulated',
  UpdateTable: updateTable,
  UpdateTableReplicaAutoScaling: 'not simulated',
  UpdateTimeToLive: updateTimeToLive,
};

/** Every action of DynamoDB Streams by name. */
export const streamActions: Readonly<Record<string, Entry>> = {
  DescribeStream: describeStream,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListStreams: listStreams,
};
