import type { Completed } from '../failure.ts';
import type { Target } from '../target.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { StreamRecord } from './stream-source.ts';

export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * The record about a discarded batch that a stream mapping sends to its on-failure destination. It points at the
 * records in the stream and does not hold them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html#services-dynamodb-errors-destinations
 */
export function discardRecord(discarded: {
  readonly now: number;
  readonly mapping: MappingRecord;
  readonly target: Target;
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
  readonly condition: DiscardCondition;
  readonly invokeCount: number;
  readonly completed: Completed | undefined;
}): string {
  const { mapping, target, records, completed } = discarded;
  const first = records[0]!.dynamodb;
  const last = records.at(-1)!.dynamodb;
  return JSON.stringify({
    requestContext: {
      requestId: completed?.requestId ?? '',
      functionArn: target.invokedArn,
      condition: discarded.condition,
      approximateInvokeCount: discarded.invokeCount,
    },
    ...(completed !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: completed.executedVersion,
        ...(completed.functionError !== undefined && { functionError: completed.functionError }),
      },
    }),
    version: '1.0',
    timestamp: new Date(discarded.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: discarded.shardId,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.ApproximateCreationDateTime * 1000).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.ApproximateCreationDateTime * 1000).toISOString(),
      batchSize: records.length,
      streamArn: mapping.eventSourceArn,
    },
  });
}
