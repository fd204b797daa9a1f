/** What one metric measured in a span of time. */
export interface Bucket {
  sum: number;
  min: number;
  max: number;
  count: number;
  /** How often each value came, for percentiles. Statistic sets bring no values. */
  readonly values: Map<number, number>;
}

export function emptyBucket(): Bucket {
  return { sum: 0, min: Infinity, max: -Infinity, count: 0, values: new Map() };
}

export function addValue(bucket: Bucket, value: number, times: number): void {
  bucket.sum += value * times;
  bucket.min = Math.min(bucket.min, value);
  bucket.max = Math.max(bucket.max, value);
  bucket.count += times;
  bucket.values.set(value, (bucket.values.get(value) ?? 0) + times);
}

export function addBucket(into: Bucket, other: Readonly<Bucket>): void {
  into.sum += other.sum;
  into.min = Math.min(into.min, other.min);
  into.max = Math.max(into.max, other.max);
  into.count += other.count;
  for (const [value, times] of other.values) into.values.set(value, (into.values.get(value) ?? 0) + times);
}
