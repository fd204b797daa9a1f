import { partitionHash } from './order-key.ts';
import { readMap } from './wire-values.ts';
import type { Cancel } from '../../clock/clock.ts';
import type { KeySchema, StreamRecordOfTable, StreamViewType } from './store.ts';
import type { AttributeMap } from './values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html#Streams.Processing */
const RETENTION_MS = 24 * 3_600_000;

/** A record as `GetRecords` gives it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: AttributeMap;
    readonly NewImage?: AttributeMap;
    readonly OldImage?: AttributeMap;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
  /** Only on deletions by time to live. */
  readonly userIdentity?: { readonly Type: 'Service'; readonly PrincipalId: 'dynamodb.amazonaws.com' };
}

/** A place in a shard: its ends, or at or after a sequence number. */
export type StreamPosition = 'TRIM_HORIZON' | 'LATEST' | { readonly at: string } | { readonly after: string };

export interface Shard {
  readonly id: string;
  readonly startingSequence: string;
  /** Set once nothing more will come. */
  endingSequence?: string;
  /** The newest record that was forgotten. */
  trimmed?: string;
  /** Milliseconds since the epoch and record, oldest first. */
  readonly records: { readonly at: number; readonly record: StreamRecord }[];
}

/** A stream as plain data. */
export interface SavedStream {
  readonly name: string;
  readonly key: KeySchema;
  readonly settings: StreamRecordOfTable;
  readonly shards: readonly Shard[];
}

/** The last 24 hours of one table's changes, in shards that each keep the order of their keys. */
export class TableStream {
  readonly table: string;
  readonly key: KeySchema;
  readonly settings: StreamRecordOfTable;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly shards: readonly Shard[];
  readonly #listeners = new Set<(shardId: string) => void>();

  /** @param sequence where the shards start */
  constructor(of: { name: string; key: KeySchema; stream: StreamRecordOfTable }, shardCount: number, sequence: string) {
    this.table = of.name;
    this.key = of.key;
    this.settings = of.stream;
    this.createdAt = Date.parse(`${of.stream.label}Z`);
    this.shards = Array.from({ length: shardCount }, (_, index) => ({
      id: `shardId-${String(this.createdAt).padStart(20, '0')}-${index.toString(16).padStart(8, '0')}`,
      startingSequence: sequence,
      records: [],
    }));
  }

  /** A stream as `saved` wrote it down, binary values as base64. */
  static restored({ name, key, settings, shards }: SavedStream): TableStream {
    const stream = new TableStream({ name, key, stream: settings }, shards.length, '');
    stream.shards.forEach((shard, index) => {
      const { records, ...rest } = shards[index]!;
      Object.assign(shard, rest);
      shard.records.push(...records.map(({ at, record }) => ({ at, record: readRecord(record) })));
    });
    return stream;
  }

  saved(now: number): SavedStream {
    for (const shard of this.shards) this.trim(shard, now);
    return { name: this.table, key: this.key, settings: this.settings, shards: this.shards };
  }

  get enabled(): boolean {
    return this.shards[0]!.endingSequence === undefined;
  }

  append(partition: string, record: StreamRecord, at: number): void {
    const shard = this.shards[Math.floor((partitionHash(partition) * this.shards.length) / 2 ** 32)]!;
    shard.records.push({ at, record });
    this.trim(shard, at);
    for (const listener of this.#listeners) listener(shard.id);
  }

  close(sequence: string): void {
    for (const shard of this.shards) shard.endingSequence ??= sequence;
    for (const listener of this.#listeners) for (const shard of this.shards) listener(shard.id);
  }

  /** Runs `listener` with the shard's id after each record; its task is to read, at its own pace. */
  onRecords(listener: (shardId: string) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets records over 24 hours old; `now` in milliseconds. */
  trim(shard: Shard, now: number): void {
    const { records } = shard;
    const horizon = now - RETENTION_MS;
    if (records[0] === undefined || records[0].at > horizon) return;
    let gone = 0;
    while (gone < records.length && records[gone]!.at <= horizon) gone += 1;
    shard.trimmed = records[gone - 1]!.record.dynamodb.SequenceNumber;
    records.splice(0, gone);
  }

  /** The place behind everything written so far. */
  latest(shard: Shard): { readonly after: string } {
    return { after: shard.records.at(-1)?.record.dynamodb.SequenceNumber ?? shard.trimmed ?? shard.startingSequence };
  }

  /** Whether the record with this sequence number is too old to be read any more. */
  isTrimmed(shard: Shard, sequence: string, now: number): boolean {
    this.trim(shard, now);
    return shard.trimmed !== undefined && !sequenceBefore(shard.trimmed, sequence);
  }

  /** The readable records from `position` on, at most `limit`. */
  read(shard: Shard, position: StreamPosition, limit: number, now: number): readonly StreamRecord[] {
    return this.page(shard, position, limit, now).records;
  }

  /** As `read`, and where to go on; `done` once nothing more can come. */
  page(shard: Shard, position: StreamPosition, limit: number, now: number): StreamPage {
    this.trim(shard, now);
    const start = position === 'LATEST' ? this.latest(shard) : position;
    let from = 0;
    if (start !== 'TRIM_HORIZON') {
      const [sequence, after] = 'at' in start ? [start.at, false] : [start.after, true];
      from = firstFrom(shard.records, sequence, after);
    }
    const records = upToMegabyte(shard.records.slice(from, from + limit).map(({ record }) => record));
    const last = records.at(-1)?.dynamodb.SequenceNumber;
    return {
      records,
      next: last === undefined ? start : { after: last },
      done: shard.endingSequence !== undefined && from + records.length >= shard.records.length,
    };
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const PAGE_BYTES = 1024 * 1024;

/** The first records that together have a megabyte, one at the least. */
function upToMegabyte(records: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  const over = records.findIndex(({ dynamodb }, index) => (bytes += dynamodb.SizeBytes) > PAGE_BYTES && index > 0);
  return over < 0 ? records : records.slice(0, over);
}

/** What one read of a shard gives. */
export interface StreamPage {
  readonly records: readonly StreamRecord[];
  readonly next: Exclude<StreamPosition, 'LATEST'>;
  readonly done: boolean;
}

/** Whether sequence number `a` comes before `b`; leading zeros and lengths aside. */
export function sequenceBefore(a: string, b: string): boolean {
  return a.length === b.length ? a < b : BigInt(a) < BigInt(b);
}

function firstFrom(records: Shard['records'], sequence: string, after: boolean): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = records[middle]!.record.dynamodb.SequenceNumber;
    if (after ? !sequenceBefore(sequence, found) : sequenceBefore(found, sequence)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readRecord({ dynamodb, ...record }: StreamRecord): StreamRecord {
  const { Keys, NewImage, OldImage } = dynamodb;
  return {
    ...record,
    dynamodb: {
      ...dynamodb,
      Keys: readMap(Keys),
      ...(NewImage === undefined ? {} : { NewImage: readMap(NewImage) }),
      ...(OldImage === undefined ? {} : { OldImage: readMap(OldImage) }),
    },
  };
}
