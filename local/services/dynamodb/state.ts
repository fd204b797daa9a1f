import { partitionKey } from './order-key.ts';
import { streamRecord } from './stream-record.ts';
import { TableStream, type StreamRecord } from './stream.ts';
import { Table } from './table.ts';
import { TimeToLive } from './time-to-live.ts';
import { sameMap } from './values.ts';
import { readMap } from './wire-values.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Change, ItemChange, TableRecord } from './store.ts';

export interface StateOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly shardCount: number;
  readonly sweepMs: number;
  /** Deletes an item whose time has come. */
  readonly expire: (table: Table, position: string) => void;
  /** Whether rows keep the item before their last write. */
  readonly keepsPrevious: () => boolean;
}

/** Tables, items and streams. Every change comes through here, first or replayed. */
export class State {
  readonly tables = new Map<string, Table>();
  readonly streams = new Map<string, TableStream>();
  readonly #options: StateOptions;
  readonly #timesToLive = new Map<string, TimeToLive>();
  #sequence = 0;

  constructor(options: StateOptions) {
    this.#options = options;
  }

  /** @returns what the table's stream says of the change, if anything */
  apply(table: Table, position: string, { key, item, at, cause }: ItemChange): StreamRecord | undefined {
    const old = this.#place(table, position, item);
    const { stream: settings, key: schema } = table.record;
    const stream = settings === undefined ? undefined : this.streams.get(settings.arn);
    if (stream === undefined || (old !== undefined && item !== undefined && sameMap(old, item))) return undefined;
    const record = streamRecord({
      sequence: this.#nextSequence(),
      region: this.#options.region,
      viewType: stream.settings.viewType,
      at,
      key,
      old,
      item,
      cause,
    });
    stream.append(partitionKey(key[schema.hash]!), record, at);
    return record;
  }

  configure(record: TableRecord): Table {
    let table = this.tables.get(record.name);
    const before = table?.record.stream;
    if (table === undefined) this.tables.set(record.name, (table = new Table(record)));
    else table.reconfigure(record);
    if (before?.arn !== record.stream?.arn) {
      if (before !== undefined) this.streams.get(before.arn)?.close(this.#nextSequence());
      if (record.stream !== undefined) this.#openStream(record);
    }
    this.#configureTimeToLive(table);
    return table;
  }

  deleteTable(name: string): void {
    const stream = this.tables.get(name)?.record.stream;
    if (stream !== undefined) this.streams.get(stream.arn)?.close(this.#nextSequence());
    this.#timesToLive.get(name)?.stop();
    this.#timesToLive.delete(name);
    this.tables.delete(name);
  }

  /** Repeats a change, or takes up a part of a snapshot. */
  restore(change: Exclude<Change, { kind: 'token' }>): void {
    switch (change.kind) {
      case 'table':
        this.configure(change.table);
        return;
      case 'table-deleted':
        return this.deleteTable(change.name);
      case 'item': {
        const table = this.tables.get(change.table)!;
        const key = readMap(change.key);
        const item = change.item === undefined ? undefined : readMap(change.item);
        this.apply(table, table.positionOf(key), { ...change, key, item });
        return;
      }
      case 'row': {
        const table = this.tables.get(change.table)!;
        const item = readMap(change.item);
        this.#place(table, table.positionOf(item), item);
        return;
      }
      case 'stream':
        this.streams.set(change.stream.settings.arn, TableStream.restored(change.stream));
        return;
      case 'sequence':
        this.#sequence = change.last;
    }
  }

  /** Changes that, restored into an empty state in this order, make this state again. */
  *snapshot(): Generator<Change> {
    const now = this.#options.clock.now();
    for (const stream of this.streams.values()) yield { kind: 'stream', stream: stream.saved(now) };
    for (const table of this.tables.values()) {
      yield { kind: 'table', table: table.record };
      for (const { item } of table.rows.values()) yield { kind: 'row', table: table.record.name, item };
    }
    yield { kind: 'sequence', last: this.#sequence };
  }

  /** Puts an item, or nothing, in its place and tells what was there. */
  #place(table: Table, position: string, item: ItemChange['item']): ItemChange['item'] {
    const old = table.rows.get(position)?.item;
    if (item === undefined) table.remove(position);
    else table.put(position, item, this.#options.keepsPrevious());
    this.#timesToLive.get(table.record.name)?.changed(position, old, item);
    return old;
  }

  #nextSequence(): string {
    this.#sequence += 1;
    return `1${String(this.#sequence).padStart(20, '0')}`;
  }

  #openStream({ name, key, stream }: TableRecord): void {
    if (this.streams.has(stream!.arn)) return;
    const opened = new TableStream({ name, key, stream: stream! }, this.#options.shardCount, this.#nextSequence());
    this.streams.set(stream!.arn, opened);
  }

  #configureTimeToLive(table: Table): void {
    const { name, timeToLive } = table.record;
    const current = this.#timesToLive.get(name);
    if (current?.attribute === timeToLive) return;
    current?.stop();
    this.#timesToLive.delete(name);
    if (timeToLive === undefined) return;
    const { clock, sweepMs, expire } = this.#options;
    const sweep = new TimeToLive(timeToLive, clock, sweepMs, (position) => expire(table, position));
    this.#timesToLive.set(name, sweep);
    for (const row of table.rows.values()) sweep.changed(row.position, undefined, row.item);
  }
}
