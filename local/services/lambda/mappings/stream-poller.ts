import { compileFilters, type Pattern } from './filter-pattern.ts';
import { journalOf, type MappingHost, type Poller } from './mapping-host.ts';
import { ShardReader } from './shard-reader.ts';
import type { Cancel } from '../../../clock/clock.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { StreamSource } from './stream-source.ts';

const SOURCE_RETRY = 10_000;

/**
 * Feeds a function from a stream, shard by shard: woken by the stream, never polling an idle one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export class StreamPoller implements Poller {
  readonly #host: MappingHost;
  readonly #source: StreamSource;
  readonly #unsubscribe: Cancel;
  readonly #readers = new Map<string, ShardReader>();
  #mapping: MappingRecord;
  #filters: readonly Pattern[] | undefined;
  /** Shards met later than at the mapping's start are read from their beginning. */
  #firstLook = true;
  #stopped = false;
  #waking = false;
  #restarting = false;

  constructor(host: MappingHost, source: StreamSource, mapping: MappingRecord) {
    this.#host = host;
    this.#source = source;
    this.#mapping = mapping;
    this.#filters = compileFilters(mapping.filterCriteria);
    // LATEST means later than now, not later than the first turn of the clock.
    this.#pump();
    this.#unsubscribe = source.onRecords(mapping.eventSourceArn, () => this.#wake());
  }

  /** Readers restart from their checkpoints once idle, as a changed batch size or parallelism changes their lanes. */
  update(mapping: MappingRecord): void {
    this.#mapping = mapping;
    this.#filters = compileFilters(mapping.filterCriteria);
    this.#restarting = true;
    this.#stopReaders()
      .then(() => {
        this.#restarting = false;
        this.#wake();
      })
      .catch((error: unknown) => this.#host.report(error, mapping.eventSourceArn));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    await this.#stopReaders();
  }

  async #stopReaders(): Promise<void> {
    const readers = [...this.#readers.values()];
    this.#readers.clear();
    await Promise.all(readers.map((reader) => reader.stop()));
  }

  #wake(): void {
    if (this.#waking || this.#stopped || this.#restarting) return;
    this.#waking = true;
    const { clock } = this.#host.surroundings;
    clock.schedule(clock.now(), () => {
      this.#waking = false;
      if (!this.#stopped && !this.#restarting) this.#pump();
    });
  }

  #pump(): void {
    const mapping = this.#mapping;
    try {
      const { role } = this.#host.resolve(mapping.functionName, mapping.qualifier).settings;
      for (const shardId of this.#source.shards(mapping.eventSourceArn)) this.#reader(shardId).pump(role);
      this.#firstLook = false;
    } catch (error) {
      const { clock } = this.#host.surroundings;
      this.#host.processed(mapping.uuid, `PROBLEM: ${error instanceof Error ? error.message : String(error)}`);
      journalOf(this.#host, mapping)('receive-failed', { error });
      clock.schedule(clock.now() + SOURCE_RETRY, () => this.#wake());
    }
  }

  #reader(shardId: string): ShardReader {
    const known = this.#readers.get(shardId);
    if (known !== undefined) return known;
    const start = this.#firstLook ? (this.#mapping.startingPosition ?? 'TRIM_HORIZON') : 'TRIM_HORIZON';
    const position = this.#host.checkpoint(this.#mapping.uuid, shardId) ?? start;
    const reader = new ShardReader(this.#host, this.#source, this.#mapping, this.#filters, shardId, position);
    this.#readers.set(shardId, reader);
    return reader;
  }
}
