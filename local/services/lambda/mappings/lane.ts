import type { Cancel, Clock } from '../../../clock/clock.ts';
import type { MappingRecord } from './mapping-record.ts';
import type { StreamRecord } from './stream-source.ts';

const BATCH_BYTES = 6 * 1024 * 1024 - 1024;

/** Records of one shard that must run in order: batches leave one at a time. */
export class Lane {
  readonly #clock: Clock;
  readonly #mapping: MappingRecord;
  readonly #process: (batch: readonly StreamRecord[]) => Promise<void>;
  #waiting: StreamRecord[] = [];
  #busy = false;
  #running = Promise.resolve();
  #window: Cancel | undefined;
  #windowOver = false;

  /** @param process works off one batch; must not reject */
  constructor(clock: Clock, mapping: MappingRecord, process: (batch: readonly StreamRecord[]) => Promise<void>) {
    this.#clock = clock;
    this.#mapping = mapping;
    this.#process = process;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  push(record: StreamRecord): void {
    this.#waiting.push(record);
  }

  /** Starts the next batch if the lane is free and the batch is full or its window over. */
  start(): void {
    if (this.#busy || this.#waiting.length === 0) return;
    const { batchSize, windowSeconds } = this.#mapping;
    if (windowSeconds > 0 && !this.#windowOver && this.#waiting.length < batchSize) {
      this.#window ??= this.#clock.schedule(this.#clock.now() + windowSeconds * 1000, () => {
        this.#windowOver = true;
        this.#window = undefined;
        this.start();
      });
      return;
    }
    this.#window?.();
    this.#window = undefined;
    this.#windowOver = false;
    this.#busy = true;
    this.#running = this.#process(this.#take(batchSize)).then(() => {
      this.#busy = false;
      this.start();
    });
  }

  /** Resolves when the batch in flight is done. */
  stop(): Promise<void> {
    this.#window?.();
    this.#waiting = [];
    return this.#running;
  }

  #take(most: number): readonly StreamRecord[] {
    let bytes = 0;
    let count = 0;
    for (const record of this.#waiting) {
      if (count === most) break;
      bytes += Buffer.byteLength(JSON.stringify(record)) + 1;
      if (count > 0 && bytes > BATCH_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
