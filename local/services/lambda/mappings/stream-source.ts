import type { Cancel } from '../../../clock/clock.ts';

/** A record in the shape of DynamoDB Streams' `GetRecords`, with its time as epoch seconds and binaries as base64. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
  /** Added by the mapping. */
  readonly eventSourceARN?: string;
  readonly userIdentity?: { readonly type: string; readonly principalId: string };
}

/** Where to read on in a shard: from its oldest record, from its end, or after a sequence number. */
export type StreamPosition = 'TRIM_HORIZON' | 'LATEST' | { readonly after: string };

export interface StreamRead {
  /** In order of sequence number. */
  readonly records: readonly StreamRecord[];
  /** Where the next read goes on. */
  readonly next: StreamPosition;
}

/** Port to the streams. Every call acts on the rights of the function's execution role. */
export interface StreamSource {
  exists(streamArn: string): boolean;
  /** Ids of the stream's shards, parents first. */
  shards(streamArn: string): readonly string[];
  /** At once: what there is, up to `limit` records. */
  read(streamArn: string, shardId: string, position: StreamPosition, limit: number, role: string): StreamRead;
  /** Calls `listener` whenever records were added. */
  onRecords(streamArn: string, listener: () => void): Cancel;
}
