import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, StartingPosition, type EventSourceMappingOptions } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

export type StreamReaderOptions = Pick<
  EventSourceMappingOptions,
  'filters' | 'batchSize' | 'retryAttempts' | 'maxRecordAge' | 'parallelizationFactor'
>;

/** Has a function read a table's stream from its first record on; a batch that fails is halved until the culprit is found. */
export function readStream(
  scope: Construct,
  id: string,
  fn: NodeFunction,
  table: Table,
  options: StreamReaderOptions,
): EventSourceMapping {
  const streamArn = table.tableStreamArn!;
  fn.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn);
  // Listing is asked about the table's streams as a whole; Lambda refuses the mapping without it.
  fn.allow(['dynamodb:ListStreams'], `${table.tableArn}/stream/*`);
  return new EventSourceMapping(scope, id, {
    target: fn.function,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    ...options,
  });
}
