import type { Cancel } from '../../../clock/clock.ts';
import type { DynamoDb } from '../../dynamodb/dynamodb.ts';
import type { StreamRecord as EngineRecord, TableStream } from '../../dynamodb/stream.ts';
import type { Call } from '../../service.ts';
import type { StreamPosition, StreamRead, StreamRecord, StreamSource } from '../mappings/stream-source.ts';

/** Streams of the DynamoDB engine as mappings see them; each read acts on the rights of the function's role. */
export class StreamSourceOfDynamoDb implements StreamSource {
  readonly #dynamodb: DynamoDb;
  readonly #callOf: (role: string) => Call;

  constructor(dynamodb: DynamoDb, callOf: (role: string) => Call) {
    this.#dynamodb = dynamodb;
    this.#callOf = callOf;
  }

  exists(streamArn: string): boolean {
    return this.#dynamodb.stream(streamArn) !== undefined;
  }

  shards(streamArn: string): readonly string[] {
    return this.#stream(streamArn).shards.map(({ id }) => id);
  }

  read(streamArn: string, shardId: string, position: StreamPosition, limit: number, role: string): StreamRead {
    this.#callOf(role).authorize({ action: 'dynamodb:GetRecords', resource: streamArn });
    const stream = this.#stream(streamArn);
    const shard = stream.shards.find(({ id }) => id === shardId);
    if (shard === undefined) return { records: [], next: position };
    const records = stream.read(shard, position, limit, this.#dynamodb.surroundings.clock.now());
    const last = records.at(-1)?.dynamodb.SequenceNumber;
    const next = last === undefined ? pinned(shard, position) : { after: last };
    return { records: records.map(toLambda), next };
  }

  onRecords(streamArn: string, listener: () => void): Cancel {
    return this.#stream(streamArn).onRecords(listener);
  }

  #stream(streamArn: string): TableStream {
    const stream = this.#dynamodb.stream(streamArn);
    if (stream === undefined) throw new Error(`There is no stream ${streamArn}`);
    return stream;
  }
}

/** `LATEST` is pinned down at the first read, so that what comes after it is seen. */
function pinned({ records }: TableStream['shards'][number], position: StreamPosition): StreamPosition {
  if (position !== 'LATEST') return position;
  const end = records.at(-1)?.record.dynamodb.SequenceNumber;
  return end === undefined ? 'TRIM_HORIZON' : { after: end };
}

/** Events name the deleter in lower case: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
function toLambda({ userIdentity, ...record }: EngineRecord): StreamRecord {
  if (userIdentity === undefined) return record;
  return { ...record, userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } };
}
