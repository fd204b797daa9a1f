import type { PolicyDocument } from '../service.ts';
import type { SavedStream } from './stream.ts';
import type { AttributeMap } from './values.ts';

/** Names of a table's or an index's key attributes. */
export interface KeySchema {
  readonly hash: string;
  readonly range?: string | undefined;
  /** What follows the first of each, in the keys of a global index of many attributes. */
  readonly more?: { readonly hash: readonly string[]; readonly range: readonly string[] } | undefined;
}

export type KeyType = 'S' | 'N' | 'B';
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** When units were last changed, in milliseconds since the epoch, and how often lowered on the UTC day of the last time. */
export interface UnitChanges {
  readonly raisedAt?: number | undefined;
  readonly loweredAt?: number | undefined;
  readonly lowered: number;
}

export interface WarmThroughput {
  readonly ReadUnitsPerSecond: number;
  readonly WriteUnitsPerSecond: number;
}

/** Most that an on-demand table may do in a second. Kept and shown; it throttles nothing here. */
export interface OnDemandThroughput {
  readonly MaxReadRequestUnits?: number;
  readonly MaxWriteRequestUnits?: number;
}

export interface IndexRecord {
  readonly name: string;
  readonly kind: 'global' | 'local';
  readonly key: KeySchema;
  readonly projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /** Attributes of an `INCLUDE` projection, beyond the keys. */
  readonly included: readonly string[];
  readonly throughput?: Throughput | undefined;
  readonly unitChanges?: UnitChanges | undefined;
  readonly onDemand?: OnDemandThroughput | undefined;
  readonly warm?: WarmThroughput | undefined;
}

/** Everything about a table but its items: plain data. Times are milliseconds since the epoch. */
export interface TableRecord {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly key: KeySchema;
  readonly types: Readonly<Record<string, KeyType>>;
  readonly indexes: readonly IndexRecord[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput?: Throughput | undefined;
  readonly unitChanges?: UnitChanges | undefined;
  readonly warm?: WarmThroughput | undefined;
  /** When the table last became `PAY_PER_REQUEST`; it says so from then on. */
  readonly onDemandSince?: number | undefined;
  readonly onDemand?: OnDemandThroughput | undefined;
  readonly stream?: StreamRecordOfTable | undefined;
  /** A stream that was switched off; its name stays. */
  readonly lastStream?: StreamRecordOfTable | undefined;
  readonly timeToLive?: string | undefined;
  readonly deletionProtection: boolean;
  readonly recovery?: { readonly since: number; readonly days: number } | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly encryption?: { readonly keyArn: string } | undefined;
  /** As last asked for; a table that never asked is `STANDARD` and does not say so. */
  readonly tableClass?: string | undefined;
  readonly tableClassChangedAt?: number | undefined;
  readonly policy?: { readonly document: PolicyDocument; readonly revision: string } | undefined;
}

/** The stream that a table writes to. */
export interface StreamRecordOfTable {
  readonly arn: string;
  readonly label: string;
  readonly viewType: StreamViewType;
}

/** One step of the engine's state, enough to repeat it: plain JSON, binary as base64. */
export type Change =
  | { readonly kind: 'table'; readonly table: TableRecord }
  | { readonly kind: 'table-deleted'; readonly name: string }
  | ItemChange
  | { readonly kind: 'row'; readonly table: string; readonly item: AttributeMap }
  | { readonly kind: 'stream'; readonly stream: SavedStream }
  | { readonly kind: 'sequence'; readonly last: number }
  | { readonly kind: 'token'; readonly token: string; readonly request: string; readonly at: number };

export interface ItemChange {
  readonly kind: 'item';
  readonly table: string;
  readonly key: AttributeMap;
  /** The whole new item; absent for a deletion. */
  readonly item?: AttributeMap | undefined;
  readonly at: number;
  readonly cause: WriteCause;
}

/** What made a write: an API action, or the time-to-live sweep. */
export type WriteCause =
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'TransactWriteItems'
  | 'TimeToLive';
