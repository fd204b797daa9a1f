import { AwsError } from '../../aws-error.ts';
import { decodeIterator, encodeIterator } from '../shard-iterators.ts';
import { Constraints } from '../validation.ts';
import { namedShard, namedStream } from './stream-checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { StreamRecord } from '../stream.ts';

export interface GetRecordsInput {
  readonly ShardIterator?: string;
  readonly Limit?: number;
}

export interface GetRecordsOutput {
  readonly Records: readonly StreamRecord[];
  /** Absent once a closed shard has been read to its end. */
  readonly NextShardIterator?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
export function getRecords(db: DynamoDb, input: GetRecordsInput, call: Call): GetRecordsOutput {
  const { Limit: limit = 1000 } = input;
  new Constraints()
    .required(input.ShardIterator, 'shardIterator')
    .atLeast(input.Limit, 'limit', 1)
    .atMost(input.Limit, 'limit', 1000)
    .throwIfAny();
  const now = db.surroundings.clock.now();
  const iterator = decodeIterator(input.ShardIterator!, now);
  const stream = namedStream(db, iterator.arn, 'GetRecords', call);
  const shard = namedShard(stream, iterator.shard);
  const { position } = iterator;
  if (position !== 'TRIM_HORIZON' && 'at' in position && stream.isTrimmed(shard, position.at, now)) {
    throw new AwsError(
      'TrimmedDataAccessException',
      'The operation attempted to read past the oldest stream record in a shard',
    );
  }
  const { records, next, done } = stream.page(shard, position, limit, now);
  return {
    Records: records,
    ...(done ? {} : { NextShardIterator: encodeIterator({ ...iterator, position: next, at: now }) }),
  };
}
