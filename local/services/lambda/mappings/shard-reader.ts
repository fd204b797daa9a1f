import { Lane } from './lane.ts';
import { journalOf, type MappingHost } from './mapping-host.ts';
import { settleStreamBatch, sequenceNumbers } from './stream-batch.ts';
import type { Pattern } from './filter-pattern.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { StreamPosition, StreamRecord, StreamSource } from './stream-source.ts';

/**
 * Reads one shard for one mapping. Records with the same item key share a lane, so they stay in order however many
 * lanes (`ParallelizationFactor`) run; the checkpoint follows the oldest unsettled record.
 */
export class ShardReader {
  readonly #host: MappingHost;
  readonly #source: StreamSource;
  readonly #mapping: MappingRecord;
  readonly #filters: readonly Pattern[] | undefined;
  readonly #shardId: string;
  readonly #lanes: readonly Lane[];
  /** Unsettled records in the shard's order, from `#settledUpTo` on. */
  #unsettled: string[] = [];
  #settledUpTo = 0;
  readonly #settled = new Set<string>();
  #position: StreamPosition;
  #stopped = false;

  constructor(
    host: MappingHost,
    source: StreamSource,
    mapping: MappingRecord,
    filters: readonly Pattern[] | undefined,
    shardId: string,
    position: StreamPosition,
  ) {
    this.#host = host;
    this.#source = source;
    this.#mapping = mapping;
    this.#filters = filters;
    this.#shardId = shardId;
    this.#position = position;
    const process = (batch: readonly StreamRecord[]): Promise<void> => this.#process(batch);
    this.#lanes = Array.from(
      { length: mapping.parallelizationFactor },
      () => new Lane(host.surroundings.clock, mapping, process),
    );
  }

  /** Resolves when no batch is in flight: until then its records are not settled. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }

  /** Reads on while the lanes have room. */
  pump(role: string): void {
    const most = this.#mapping.batchSize * this.#lanes.length;
    while (!this.#stopped) {
      const room = most - this.#lanes.reduce((sum, lane) => sum + lane.waiting, 0);
      if (room <= 0) return;
      const position = this.#position;
      const { records, next } = this.#source.read(this.#mapping.eventSourceArn, this.#shardId, position, room, role);
      this.#position = next;
      // Pins LATEST, so that what arrives while the mapping is disabled is not passed over.
      if (position === 'LATEST' && next !== 'LATEST') this.#save(next === 'TRIM_HORIZON' ? next : next.after);
      if (records.length === 0) return;
      this.#distribute(records);
    }
  }

  #distribute(read: readonly StreamRecord[]): void {
    const eventSourceARN = this.#mapping.eventSourceArn;
    const records = read.map((record) => ({ ...record, eventSourceARN }));
    const journal = journalOf(this.#host, this.#mapping);
    journal('received', { shardId: this.#shardId, sequenceNumbers: sequenceNumbers(records) });
    const filtered: StreamRecord[] = [];
    for (const record of records) {
      this.#unsettled.push(record.dynamodb.SequenceNumber);
      if (this.#filters?.some((pattern) => pattern.matches(record)) ?? true) this.#laneOf(record).push(record);
      else filtered.push(record);
    }
    if (filtered.length > 0) {
      journal('filtered', { shardId: this.#shardId, sequenceNumbers: sequenceNumbers(filtered) });
      this.#settle(filtered);
    }
    for (const lane of this.#lanes) lane.start();
  }

  #laneOf(record: StreamRecord): Lane {
    if (this.#lanes.length === 1) return this.#lanes[0]!;
    const key = JSON.stringify(record.dynamodb.Keys);
    let hash = 0x811c9dc5;
    for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
    return this.#lanes[(hash >>> 0) % this.#lanes.length]!;
  }

  async #process(batch: readonly StreamRecord[]): Promise<void> {
    try {
      await settleStreamBatch(
        {
          host: this.#host,
          mapping: this.#mapping,
          shardId: this.#shardId,
          stopped: () => this.#stopped,
          settled: (records) => this.#settle(records),
        },
        batch,
      );
      if (!this.#stopped) {
        const { settings } = this.#host.resolve(this.#mapping.functionName, this.#mapping.qualifier);
        this.pump(settings.role);
      }
    } catch (error) {
      this.#host.report(error, this.#mapping.eventSourceArn);
    }
  }

  #settle(records: readonly StreamRecord[]): void {
    for (const record of records) this.#settled.add(record.dynamodb.SequenceNumber);
    let checkpoint: string | undefined;
    for (let next = this.#unsettled[this.#settledUpTo]; next !== undefined && this.#settled.delete(next);) {
      checkpoint = next;
      this.#settledUpTo += 1;
      next = this.#unsettled[this.#settledUpTo];
    }
    if (this.#settledUpTo > 1024 && this.#settledUpTo * 2 > this.#unsettled.length) {
      this.#unsettled = this.#unsettled.slice(this.#settledUpTo);
      this.#settledUpTo = 0;
    }
    if (checkpoint !== undefined) this.#save(checkpoint);
  }

  #save(position: string): void {
    this.#host.saveCheckpoint(this.#mapping.uuid, this.#shardId, position);
  }
}
