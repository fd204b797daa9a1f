import { keySchema } from '../table-description.ts';
import { Constraints } from '../validation.ts';
import { namedStream } from './stream-checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

export interface DescribeStreamInput {
  readonly StreamArn?: string;
  readonly Limit?: number;
  readonly ExclusiveStartShardId?: string;
  readonly ShardFilter?: { readonly Type?: string; readonly ShardId?: string };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export function describeStream(
  db: DynamoDb,
  input: DescribeStreamInput,
  call: Call,
): { readonly StreamDescription: Readonly<Record<string, unknown>> } {
  const { Limit: limit = 100, ExclusiveStartShardId: after, ShardFilter: filter } = input;
  new Constraints()
    .atLeast(input.Limit, 'limit', 1)
    .atMost(input.Limit, 'limit', 100)
    .oneOf(filter?.Type, 'shardFilter.type', ['CHILD_SHARDS'])
    .length(filter?.ShardId, 'shardFilter.shardId', 28, 65)
    .throwIfAny();
  const stream = namedStream(db, input.StreamArn, 'DescribeStream', call);
  const { settings, table, createdAt } = stream;
  // No shard here ever splits, so none has children.
  const shards = filter?.Type === undefined ? stream.shards : [];
  const known = shards.findIndex(({ id }) => id === after);
  const start = after === undefined ? 0 : known < 0 ? shards.length : known + 1;
  const page = shards.slice(start, start + limit);
  return {
    StreamDescription: {
      StreamArn: settings.arn,
      StreamLabel: settings.label,
      StreamStatus: stream.enabled ? 'ENABLED' : 'DISABLED',
      StreamViewType: settings.viewType,
      CreationRequestDateTime: createdAt / 1000,
      TableName: table,
      KeySchema: keySchema(stream.key),
      Shards: page.map(({ id, startingSequence, endingSequence }) => ({
        ShardId: id,
        SequenceNumberRange: {
          StartingSequenceNumber: startingSequence,
          ...(endingSequence === undefined ? {} : { EndingSequenceNumber: endingSequence }),
        },
      })),
      ...(start + page.length < shards.length ? { LastEvaluatedShardId: page.at(-1)!.id } : {}),
    },
  };
}
