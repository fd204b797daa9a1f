import type { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import type {
  StreamPosition,
  StreamRead,
  StreamRecord,
  StreamSource,
} from '../../../local/services/lambda/mappings/stream-source.ts';

/** A stream of one shard (more by `shard`), as mappings see it. */
export class StreamOfTests implements StreamSource {
  reads = 0;
  readonly #clock: VirtualClock;
  readonly #shards = new Map<string, StreamRecord[]>([['shard-1', []]]);
  readonly #listeners = new Set<() => void>();
  #sequence = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  add(key: string, eventName: StreamRecord['eventName'] = 'INSERT', shard = 'shard-1'): string {
    this.#sequence += 1;
    const SequenceNumber = String(this.#sequence).padStart(21, '0');
    const record: StreamRecord = {
      eventID: `e${this.#sequence}`,
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: this.#clock.now() / 1000,
        Keys: { id: { S: key } },
        NewImage: { id: { S: key } },
        SequenceNumber,
        SizeBytes: 10,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    };
    const records = this.#shards.get(shard) ?? [];
    this.#shards.set(shard, [...records, record]);
    for (const listener of this.#listeners) listener();
    return SequenceNumber;
  }

  exists(streamArn: string): boolean {
    return !streamArn.includes('/missing/');
  }

  shards(): readonly string[] {
    return [...this.#shards.keys()];
  }

  read(_streamArn: string, shardId: string, position: StreamPosition, limit: number): StreamRead {
    this.reads += 1;
    const all = this.#shards.get(shardId) ?? [];
    const last = all.at(-1)?.dynamodb.SequenceNumber;
    if (position === 'LATEST') return { records: [], next: last === undefined ? 'TRIM_HORIZON' : { after: last } };
    const from = position === 'TRIM_HORIZON' ? '' : position.after;
    const records = all.filter((record) => record.dynamodb.SequenceNumber > from).slice(0, limit);
    const end = records.at(-1)?.dynamodb.SequenceNumber;
    return { records, next: end === undefined ? position : { after: end } };
  }

  onRecords(_streamArn: string, listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
