import { AwsError } from '../aws-error.ts';
import { partitionKey } from './order-key.ts';
import { TableStream, type StreamRecord } from './stream.ts';
import { StreamReader } from './stream-reader.ts';
import { Table } from './table.ts';
import { TimeToLive } from './time-to-live.ts';
import { streamRecord } from './stream-record.ts';
import { TransactionTokens } from './transaction-tokens.ts';
import { sameMap, type AttributeMap } from './values.ts';
import { readMap } from './wire-values.ts';
import type { Call, Surroundings } from '../service.ts';
import type { Change, ItemChange, TableRecord, WriteCause } from './store.ts';

export interface DynamoDbOptions {
  /** Shards of each stream, 1 or more: a key's changes stay in one shard, in order. 1 unless told. */
  readonly shardCount?: number;
  /** Time-to-live deletions happen at multiples of this, so up to this late. 600 unless told. */
  readonly timeToLiveSweepSeconds?: number;
}

/** Ways for a test or a fault injector to bend reads and batches within what AWS permits. */
export interface DynamoDbHooks {
  /** Whether this eventually consistent read shall see the item as it was before its last write. */
  staleRead?(table: string, key: AttributeMap): boolean;
  /** Whether a batch shall leave this request of its undone, to be returned as unprocessed. */
  unprocessed?(table: string, key: AttributeMap): boolean;
}

/** The tables of one account and region, with their streams. */
export class DynamoDb {
  readonly surroundings: Surroundings;
  /** Told of each change of state before the action answers. */
  onChange: ((change: Change) => void) | undefined;
  hooks: DynamoDbHooks = {};
  readonly tokens: TransactionTokens;
  readonly #tables = new Map<string, Table>();
  readonly #streams = new Map<string, TableStream>();
  readonly #timesToLive = new Map<string, TimeToLive>();
  readonly #shardCount: number;
  readonly #sweepMs: number;
  #sequence = 0;

  constructor(surroundings: Surroundings, options: DynamoDbOptions = {}) {
    this.surroundings = surroundings;
    this.#shardCount = options.shardCount ?? 1;
    this.#sweepMs = (options.timeToLiveSweepSeconds ?? 600) * 1000;
    this.tokens = new TransactionTokens(surroundings.clock, (change) => this.onChange?.(change));
  }

  arnOf(nameOrArn: string): string {
    const { region, accountId } = this.surroundings;
    return nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:dynamodb:${region}:${accountId}:table/${nameOrArn}`;
  }

  nameOf(nameOrArn: string): string {
    return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
  }

  findTable(nameOrArn: string): Table | undefined {
    const table = this.#tables.get(this.nameOf(nameOrArn));
    return table !== undefined && this.arnOf(nameOrArn) === table.record.arn ? table : undefined;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  table(nameOrArn: string): Table {
    const table = this.findTable(nameOrArn);
    if (table === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }

  /** By name. */
  tables(): Table[] {
    return [...this.#tables.values()].sort((a, b) => (a.record.name < b.record.name ? -1 : 1));
  }

  /** Asks whether the caller may do `action` (`PutItem`) to a table or one of its indexes. */
  authorize(call: Call, action: string, nameOrArn: string, index?: string): void {
    const arn = this.arnOf(nameOrArn);
    call.authorize({
      action: `dynamodb:${action}`,
      resource: index === undefined ? arn : `${arn}/index/${index}`,
      policy: this.findTable(nameOrArn)?.record.policy?.document,
    });
  }

  read(table: Table, position: string): AttributeMap | undefined {
    return table.rows.get(position)?.item;
  }

  /** What an eventually consistent read sees of an item. */
  seen(table: Table, item: AttributeMap | undefined, previous: AttributeMap | undefined): AttributeMap | undefined {
    const stale = item !== undefined && this.hooks.staleRead?.(table.record.name, table.keyOf(item)) === true;
    return stale ? previous : item;
  }

  /** Puts `next` in place of whatever is at `position`, or deletes it: the one way in which items change. */
  write(table: Table, position: string, next: AttributeMap | undefined, cause: WriteCause, requestId?: string): void {
    const old = table.rows.get(position)?.item;
    if (old === undefined && next === undefined) return;
    const key = table.keyOf((next ?? old)!);
    const at = this.surroundings.clock.now();
    const record = this.#apply(table, position, { kind: 'item', table: table.record.name, key, item: next, at, cause });
    this.onChange?.({ kind: 'item', table: table.record.name, key, item: next, at, cause });
    this.surroundings.journal({
      service: 'dynamodb',
      event: 'written',
      resource: table.record.arn,
      table: table.record.name,
      keys: key,
      oldImage: old,
      newImage: next,
      cause,
      requestId,
      sequenceNumber: record?.dynamodb.SequenceNumber,
    });
  }

  /** Creates a table, or takes over its changed settings. */
  configure(record: TableRecord): Table {
    const table = this.#configure(record);
    this.onChange?.({ kind: 'table', table: record });
    return table;
  }

  deleteTable(name: string): void {
    this.#deleteTable(name);
    this.onChange?.({ kind: 'table-deleted', name });
  }

  stream(arn: string): TableStream | undefined {
    return this.#streams.get(arn);
  }

  /**
   * A stream to read in process, as Lambda's event source mappings do.
   *
   * @throws AwsError `ResourceNotFoundException`
   */
  streamReader(arn: string): StreamReader {
    const stream = this.#streams.get(arn);
    if (stream === undefined) {
      throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
    }
    return new StreamReader(stream, this.surroundings.clock);
  }

  /** Oldest first; also those of deleted tables, as long as they can be read. */
  streams(): TableStream[] {
    return [...this.#streams.values()];
  }

  /** Repeats a change that `onChange` reported earlier; nothing is journalled. */
  restore(change: Change): void {
    if (change.kind === 'table') this.#configure(change.table);
    else if (change.kind === 'table-deleted') this.#deleteTable(change.name);
    else if (change.kind === 'token') this.tokens.restore(change);
    else {
      const table = this.table(change.table);
      const item = change.item === undefined ? undefined : readMap(change.item);
      const key = readMap(change.key);
      this.#apply(table, table.positionOf(key), { ...change, item, key });
    }
  }

  nextSequence(): string {
    this.#sequence += 1;
    return `1${String(this.#sequence).padStart(20, '0')}`;
  }

  #apply(table: Table, position: string, { key, item, at, cause }: ItemChange): StreamRecord | undefined {
    const old = table.rows.get(position)?.item;
    if (item === undefined) table.remove(position);
    else table.put(position, item, this.hooks.staleRead !== undefined);
    this.#timesToLive.get(table.record.name)?.changed(position, old, item);
    const { stream: settings, key: schema } = table.record;
    const stream = settings === undefined ? undefined : this.#streams.get(settings.arn);
    if (stream === undefined || (old !== undefined && item !== undefined && sameMap(old, item))) return undefined;
    const record = streamRecord({
      sequence: this.nextSequence(),
      region: this.surroundings.region,
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

  #configure(record: TableRecord): Table {
    let table = this.#tables.get(record.name);
    const before = table?.record.stream;
    if (table === undefined) this.#tables.set(record.name, (table = new Table(record)));
    else table.reconfigure(record);
    if (before?.arn !== record.stream?.arn) {
      if (before !== undefined) this.#streams.get(before.arn)?.close(this.nextSequence());
      if (record.stream !== undefined) this.#openStream(record);
    }
    this.#configureTimeToLive(table);
    return table;
  }

  #openStream({ name, key, stream }: TableRecord): void {
    const opened = new TableStream({ name, key, stream: stream! }, this.#shardCount, this.nextSequence());
    this.#streams.set(stream!.arn, opened);
  }

  #configureTimeToLive(table: Table): void {
    const { name, timeToLive } = table.record;
    const current = this.#timesToLive.get(name);
    if (current?.attribute === timeToLive) return;
    current?.stop();
    this.#timesToLive.delete(name);
    if (timeToLive === undefined) return;
    const sweep = new TimeToLive(timeToLive, this.surroundings.clock, this.#sweepMs, (position) =>
      this.write(table, position, undefined, 'TimeToLive'),
    );
    this.#timesToLive.set(name, sweep);
    for (const row of table.rows.values()) sweep.changed(row.position, undefined, row.item);
  }

  #deleteTable(name: string): void {
    const stream = this.#tables.get(name)?.record.stream;
    if (stream !== undefined) this.#streams.get(stream.arn)?.close(this.nextSequence());
    this.#timesToLive.get(name)?.stop();
    this.#timesToLive.delete(name);
    this.#tables.delete(name);
  }
}
