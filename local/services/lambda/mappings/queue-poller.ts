import { compileFilters, type Pattern } from './filter-pattern.ts';
import { journalOf, type MappingHost, type Poller } from './mapping-host.ts';
import { PollerScale } from './poller-scale.ts';
import { acknowledge, processQueueBatch, type BatchResult } from './queue-batch.ts';
import { passesFilters } from './queue-filter.ts';
import { recordBytes, sqsRecord, type SqsRecord } from './sqs-record.ts';
import type { Cancel } from '../../../clock/clock.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { QueueSource } from './queue-source.ts';

/** Room for records in one invocation: 6 MB, less the event around them. */
const BATCH_BYTES = 6 * 1024 * 1024 - 1024;
const SOURCE_RETRY = 10_000;

interface Gathered {
  readonly records: SqsRecord[];
  /** When the first of them becomes visible again. */
  readonly expiresAt: number;
  readonly bytes: number[];
  totalBytes: number;
}

/**
 * Feeds a function from a queue: woken by the queue, never polling an empty one. Each batch holds a slot from receive
 * to acknowledgement; a batching window gathers in one place until it is full or over.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export class QueuePoller implements Poller {
  readonly #host: MappingHost;
  readonly #source: QueueSource;
  readonly #scale: PollerScale;
  readonly #unsubscribe: Cancel;
  #mapping: MappingRecord;
  #filters: readonly Pattern[] | undefined;
  #inFlight = 0;
  #stopped = false;
  #waking = false;
  #gathered: Gathered | undefined;
  #window: Cancel | undefined;

  constructor(host: MappingHost, source: QueueSource, mapping: MappingRecord) {
    this.#host = host;
    this.#source = source;
    this.#mapping = mapping;
    this.#scale = new PollerScale(host.surroundings.clock, () => this.#wake());
    this.update(mapping);
    this.#unsubscribe = source.onAvailable(mapping.eventSourceArn, () => this.#wake());
  }

  update(mapping: MappingRecord): void {
    this.#mapping = mapping;
    this.#filters = compileFilters(mapping.filterCriteria);
    this.#scale.limit(mapping.maximumConcurrency);
    this.#wake();
  }

  /** Resolves at once: what is in flight holds its messages, so a new poller cannot meet them. */
  stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    this.#scale.relax();
    this.#flush();
    return Promise.resolve();
  }

  /** Receives in a turn of its own, so that a sender's call never runs a consumer. */
  #wake(): void {
    if (this.#waking || this.#stopped) return;
    this.#waking = true;
    const { clock } = this.#host.surroundings;
    clock.schedule(clock.now(), () => {
      this.#waking = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (!this.#stopped) {
      if (this.#inFlight >= this.#scale.allowed) return this.#scale.saturated();
      const wanted = this.#mapping.batchSize - (this.#gathered?.records.length ?? 0);
      const received = this.#receive(wanted);
      if (received === undefined) return;
      if (received.length === 0) {
        if (this.#inFlight === 0) this.#scale.relax();
        return;
      }
      this.#gather(received);
    }
  }

  #receive(most: number): readonly SqsRecord[] | undefined {
    const mapping = this.#mapping;
    try {
      const { role } = this.#host.resolve(mapping.functionName, mapping.qualifier).settings;
      const messages = this.#source.receive(mapping.eventSourceArn, most, role);
      const records = messages.map((message) => sqsRecord(message, mapping.eventSourceArn));
      if (records.length > 0) {
        const attempts = records.map((record) => Number(record.attributes['ApproximateReceiveCount']));
        const messageIds = records.map((record) => record.messageId);
        journalOf(this.#host, mapping)('received', { messageIds, attempts });
      }
      return records;
    } catch (error) {
      const { clock } = this.#host.surroundings;
      this.#host.processed(mapping.uuid, `PROBLEM: ${error instanceof Error ? error.message : String(error)}`);
      journalOf(this.#host, mapping)('receive-failed', { error });
      clock.schedule(clock.now() + SOURCE_RETRY, () => this.#wake());
      return undefined;
    }
  }

  #gather(received: readonly SqsRecord[]): void {
    const kept = this.#dropFiltered(received);
    if (kept.length === 0) return;
    const { clock } = this.#host.surroundings;
    const visibility = this.#source.describe(this.#mapping.eventSourceArn)?.visibilityTimeoutSeconds ?? 0;
    this.#gathered ??= {
      records: [],
      bytes: [],
      totalBytes: 0,
      expiresAt: clock.now() + visibility * 1000,
    };
    for (const record of kept) {
      const bytes = recordBytes(record);
      this.#gathered.records.push(record);
      this.#gathered.bytes.push(bytes);
      this.#gathered.totalBytes += bytes;
    }
    if (this.#mapping.windowSeconds === 0 || this.#full(this.#gathered)) return this.#flush();
    this.#window ??= clock.schedule(clock.now() + this.#mapping.windowSeconds * 1000, () => {
      this.#flush();
      this.#wake();
    });
  }

  #full(gathered: Gathered): boolean {
    return gathered.records.length >= this.#mapping.batchSize || gathered.totalBytes >= BATCH_BYTES;
  }

  #dropFiltered(records: readonly SqsRecord[]): readonly SqsRecord[] {
    const patterns = this.#filters;
    if (patterns === undefined) return records;
    const kept: SqsRecord[] = [];
    const dropped: SqsRecord[] = [];
    for (const record of records) (passesFilters(record, patterns) ? kept : dropped).push(record);
    if (dropped.length > 0) {
      const mapping = this.#mapping;
      const { role } = this.#host.resolve(mapping.functionName, mapping.qualifier).settings;
      journalOf(this.#host, mapping)('filtered', { messageIds: dropped.map((record) => record.messageId) });
      acknowledge(this.#host, this.#source, mapping, dropped, role);
    }
    return kept;
  }

  #flush(): void {
    this.#window?.();
    this.#window = undefined;
    const gathered = this.#gathered;
    if (gathered === undefined) return;
    this.#gathered = undefined;
    this.#inFlight += 1;
    const report = (error: unknown): void => this.#host.report(error, this.#mapping.eventSourceArn);
    this.#process(gathered)
      .catch(report)
      .then(() => {
        this.#inFlight -= 1;
        this.#pump();
      })
      .catch(report);
  }

  /** One slot runs its batch's parts of 6 MB one after the other, which keeps a FIFO group's order. */
  async #process(gathered: Gathered): Promise<void> {
    const mapping = this.#mapping;
    const lockedGroups = new Set<string>();
    for (const part of parts(gathered)) {
      const runnable = part.filter((record) => !lockedGroups.has(groupOf(record)));
      if (runnable.length === 0) continue;
      const throttled = (): void => this.#scale.failed();
      const result = await processQueueBatch(
        this.#host,
        this.#source,
        mapping,
        runnable,
        gathered.expiresAt,
        throttled,
      );
      this.#learn(result, mapping);
      if (result !== 'succeeded') {
        for (const record of runnable) if (groupOf(record) !== '') lockedGroups.add(groupOf(record));
      }
    }
  }

  /** With partial batch responses, failures do not slow the polling. */
  #learn(result: BatchResult, mapping: MappingRecord): void {
    if (result === 'succeeded') this.#scale.succeeded();
    if (result === 'failed' && !mapping.reportBatchItemFailures) this.#scale.failed();
  }
}

/** Only FIFO records have a sequence; a standard queue's group id (fair queues) orders nothing. */
function groupOf(record: SqsRecord): string {
  return record.attributes['SequenceNumber'] === undefined ? '' : (record.attributes['MessageGroupId'] ?? '');
}

function parts({ records, bytes }: Gathered): readonly (readonly SqsRecord[])[] {
  const all: SqsRecord[][] = [];
  let room = 0;
  records.forEach((record, index) => {
    const size = bytes[index] ?? 0;
    if (all.length === 0 || size > room) {
      all.push([]);
      room = BATCH_BYTES;
    }
    all.at(-1)!.push(record);
    room -= size;
  });
  return all;
}
