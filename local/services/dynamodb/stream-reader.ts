import type { Cancel, Clock } from '../../clock/clock.ts';
import type { StreamPage, StreamPosition, TableStream } from './stream.ts';

/** Reads one stream in process. It keeps no place: the reader does. */
export class StreamReader {
  readonly #stream: TableStream;
  readonly #clock: Clock;

  constructor(stream: TableStream, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
  }

  get arn(): string {
    return this.#stream.settings.arn;
  }

  /** The ids of the stream's shards; they never change. */
  shards(): string[] {
    return this.#stream.shards.map(({ id }) => id);
  }

  /**
   * Up to `limit` records from `position` on, and the position to go on from.
   *
   * `LATEST` gives nothing and the place behind everything written so far: ask once, then keep what it returned.
   */
  read(shardId: string, position: StreamPosition, limit: number): StreamPage {
    const shard = this.#stream.shards.find(({ id }) => id === shardId);
    if (shard === undefined) throw new RangeError(`the stream ${this.arn} has no shard ${shardId}`);
    return this.#stream.page(shard, position, limit, this.#clock.now());
  }

  /** Runs `listener` with the shard's id after each record and when a shard closes. It must not throw. */
  onRecords(listener: (shardId: string) => void): Cancel {
    return this.#stream.onRecords(listener);
  }
}
