import { AwsError } from '../../aws-error.ts';
import { Constraints, validation } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Shard, TableStream } from '../stream.ts';

/** @throws AwsError `ResourceNotFoundException`, or for lack of permission */
export function namedStream(db: DynamoDb, arn: string | undefined, action: string, call: Call): TableStream {
  new Constraints().required(arn, 'streamArn').length(arn, 'streamArn', 37, 1024).throwIfAny();
  checkStreamArn(arn!);
  call.authorize({ action: `dynamodb:${action}`, resource: arn! });
  const stream = db.stream(arn!);
  if (stream === undefined) {
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
  }
  return stream;
}

/** @throws AwsError `ValidationException` */
export function checkStreamArn(arn: string): void {
  if (!/^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]+\/stream\/.+$/.test(arn)) {
    throw validation(`Invalid StreamArn: ${arn}`);
  }
}

/** @throws AwsError `ResourceNotFoundException` */
export function namedShard(stream: TableStream, id: string): Shard {
  const shard = stream.shards.find((candidate) => candidate.id === id);
  if (shard === undefined) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Requested resource not found: Shard: ${id} in Stream: ${stream.settings.arn} not found`,
    );
  }
  return shard;
}
