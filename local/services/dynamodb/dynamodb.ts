import { AwsError } from '../aws-error.ts';
import { accessDenied } from '../iam/denial.ts';
import { State } from './state.ts';
import { StreamReader } from './stream-reader.ts';
import { TransactionTokens } from './transaction-tokens.ts';
import type { Call, Surroundings } from '../service.ts';
import type { Change, ItemChange, TableRecord, WriteCause } from './store.ts';
import type { TableStream } from './stream.ts';
import type { Table } from './table.ts';
import type { AttributeMap } from './values.ts';

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
  readonly #state: State;

  constructor(surroundings: Surroundings, options: DynamoDbOptions = {}) {
    this.surroundings = surroundings;
    this.#state = new State({
      clock: surroundings.clock,
      region: surroundings.region,
      shardCount: options.shardCount ?? 1,
      sweepMs: (options.timeToLiveSweepSeconds ?? 600) * 1000,
      expire: (table, position) => this.write(table, position, undefined, 'TimeToLive'),
      keepsPrevious: () => this.hooks.staleRead !== undefined,
    });
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
    const table = this.#state.tables.get(this.nameOf(nameOrArn));
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
    return [...this.#state.tables.values()].sort((a, b) => (a.record.name < b.record.name ? -1 : 1));
  }

  /** Asks whether the caller may do `action` (`PutItem`) to a table or one of its indexes. */
  authorize(call: Call, action: string, nameOrArn: string, index?: string): void {
    const arn = this.arnOf(nameOrArn);
    const demand = {
      action: `dynamodb:${action}`,
      resource: index === undefined ? arn : `${arn}/index/${index}`,
      policy: this.findTable(nameOrArn)?.record.policy?.document,
    };
    call.authorize(demand);
    // Another account would have to let us in, and there is none.
    if (arn.split(':')[4] !== this.surroundings.accountId)
      throw accessDenied(call.caller.principal, demand, 'resource-silent');
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
    const change: ItemChange = { kind: 'item', table: table.record.name, key, item: next, at, cause };
    const record = this.#state.apply(table, position, change);
    this.onChange?.(change);
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
    const table = this.#state.configure(record);
    this.onChange?.({ kind: 'table', table: record });
    return table;
  }

  deleteTable(name: string): void {
    this.#state.deleteTable(name);
    this.onChange?.({ kind: 'table-deleted', name });
  }

  stream(arn: string): TableStream | undefined {
    return this.#state.streams.get(arn);
  }

  /**
   * A stream to read in process, as Lambda's event source mappings do.
   *
   * @throws AwsError `ResourceNotFoundException`
   */
  streamReader(arn: string): StreamReader {
    const stream = this.#state.streams.get(arn);
    if (stream === undefined) {
      throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
    }
    return new StreamReader(stream, this.surroundings.clock);
  }

  /** Oldest first; also those of deleted tables, as long as they can be read. */
  streams(): TableStream[] {
    return [...this.#state.streams.values()];
  }

  /** Repeats a change that `onChange` reported earlier; nothing is journalled. */
  restore(change: Change): void {
    if (change.kind === 'token') this.tokens.restore(change);
    else this.#state.restore(change);
  }

  /** Changes that, restored into a new engine in this order, make this one again. */
  *snapshot(): Generator<Change> {
    yield* this.#state.snapshot();
    yield* this.tokens.snapshot();
  }
}
