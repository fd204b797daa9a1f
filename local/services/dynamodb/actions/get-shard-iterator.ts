import { AwsError } from '../../aws-error.ts';
import { encodeIterator } from '../shard-iterators.ts';
import { sequenceBefore, type Shard, type TableStream } from '../stream.ts';
import { Constraints, validation } from '../validation.ts';
import { namedShard, namedStream } from './stream-checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { ShardIterator } from '../shard-iterators.ts';

export interface GetShardIteratorInput {
  readonly StreamArn?: string;
  readonly ShardId?: string;
  readonly ShardIteratorType?: string;
  readonly SequenceNumber?: string;
}

const TYPES = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export function getShardIterator(
  db: DynamoDb,
  input: GetShardIteratorInput,
  call: Call,
): { readonly ShardIterator: string } {
  new Constraints()
    .required(input.ShardId, 'shardId')
    .required(input.ShardIteratorType, 'shardIteratorType')
    .oneOf(input.ShardIteratorType, 'shardIteratorType', TYPES)
    .throwIfAny();
  const stream = namedStream(db, input.StreamArn, 'GetShardIterator', call);
  const shard = namedShard(stream, input.ShardId!);
  const now = db.surroundings.clock.now();
  const position = positionFor(input, stream, shard, now);
  return { ShardIterator: encodeIterator({ arn: stream.settings.arn, shard: shard.id, position, at: now }) };
}

function positionFor(
  { ShardIteratorType: type, SequenceNumber: sequence }: GetShardIteratorInput,
  stream: TableStream,
  shard: Shard,
  now: number,
): ShardIterator['position'] {
  if (type === 'TRIM_HORIZON') return type;
  if (type === 'LATEST') return stream.latest(shard);
  if (sequence === undefined || !/^\d{21,40}$/.test(sequence)) {
    throw validation(`SequenceNumber is required and must be 21 to 40 digits for ShardIteratorType ${type}`);
  }
  if (sequenceBefore(sequence, shard.startingSequence)) {
    throw validation(`Invalid SequenceNumber: ${sequence} comes before the shard's first, ${shard.startingSequence}`);
  }
  if (stream.isTrimmed(shard, sequence, now)) {
    throw new AwsError(
      'TrimmedDataAccessException',
      'The operation attempted to read past the oldest stream record in a shard',
    );
  }
  return type === 'AT_SEQUENCE_NUMBER' ? { at: sequence } : { after: sequence };
}
