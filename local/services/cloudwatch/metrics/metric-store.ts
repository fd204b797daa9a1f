import { addBucket, addValue, emptyBucket, type Bucket } from './bucket.ts';

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** All that was measured of one metric, a bucket a minute. */
export interface Series {
  readonly id: MetricId;
  unit: string;
  /** By the start of the minute, milliseconds since the epoch. */
  readonly minutes: Map<number, Bucket>;
  /** When something was last recorded, on the clock. */
  lastAt: number;
}

export const MINUTE_MS = 60_000;

/** CloudWatch keeps one-minute data for fifteen days. */
const RETENTION_MS = 15 * 24 * 3_600_000;
const PRUNE_ABOVE = 30_000;

/** Every metric of the account, by namespace, name and exact dimensions. */
export class MetricStore {
  readonly #series = new Map<string, Series>();

  /** Records `times` occurrences of a value in the minute of `at`. */
  record(id: MetricId, at: number, value: number, times = 1, unit?: string): void {
    addValue(this.#bucket(id, at, unit), value, times);
  }

  /** Records a ready-made statistic set. */
  recordBucket(id: MetricId, at: number, bucket: Readonly<Bucket>, unit?: string): void {
    addBucket(this.#bucket(id, at, unit), bucket);
  }

  find(id: MetricId): Series | undefined {
    return this.#series.get(keyOf(id));
  }

  /** In the order the metrics were first seen. */
  all(): IterableIterator<Series> {
    return this.#series.values();
  }

  /** Everything measured in the minutes from `from` up to `to`, or undefined if nothing was. */
  aggregate(series: Series, from: number, to: number): Bucket | undefined {
    const minutes = (to - from) / MINUTE_MS;
    if (minutes === 1) return series.minutes.get(from);
    let total: Bucket | undefined;
    const add = (bucket: Bucket | undefined): void => {
      if (bucket === undefined) return;
      total ??= emptyBucket();
      addBucket(total, bucket);
    };
    if (minutes <= series.minutes.size) {
      for (let at = from; at < to; at += MINUTE_MS) add(series.minutes.get(at));
    } else {
      for (const [at, bucket] of series.minutes) if (at >= from && at < to) add(bucket);
    }
    return total;
  }

  #bucket(id: MetricId, at: number, unit: string | undefined): Bucket {
    const key = keyOf(id);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { id, unit: unit ?? 'None', minutes: new Map(), lastAt: at };
      this.#series.set(key, series);
    }
    if (unit !== undefined) series.unit = unit;
    series.lastAt = Math.max(series.lastAt, at);
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    let bucket = series.minutes.get(minute);
    if (bucket === undefined) {
      series.minutes.set(minute, (bucket = emptyBucket()));
      if (series.minutes.size > PRUNE_ABOVE) prune(series);
    }
    return bucket;
  }
}

/** Dimensions in the order of their names, so that equal sets are equal. */
export function metricId(namespace: string, name: string, dimensions: readonly Dimension[] = []): MetricId {
  const sorted = dimensions.toSorted((a, b) => (a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0));
  return { namespace, name, dimensions: sorted.map(({ Name, Value }) => ({ Name, Value })) };
}

const keys = new WeakMap<MetricId, string>();

/** Remembered, as some metrics are recorded for every message under one and the same id. */
function keyOf(id: MetricId): string {
  let key = keys.get(id);
  if (key === undefined) keys.set(id, (key = joined(id)));
  return key;
}

function joined({ namespace, name, dimensions }: MetricId): string {
  return [namespace, name, ...dimensions.flatMap(({ Name, Value }) => [Name, Value])].join('\u0000');
}

function prune(series: Series): void {
  for (const minute of series.minutes.keys()) {
    if (minute < series.lastAt - RETENTION_MS) series.minutes.delete(minute);
  }
}
