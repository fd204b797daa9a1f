import { addValue, emptyBucket } from '../metrics/bucket.ts';
import { metricId, type MetricStore } from '../metrics/metric-store.ts';

/** A log line's measurements could not be read. */
export class EmfFault extends Error {}

const MOST_VALUES = 100;
/** AWS takes measurements up to two weeks old and two hours ahead. */
const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/**
 * Records the metrics of a log line in Embedded Metric Format; other lines are left alone.
 *
 * @returns how many metrics there were
 * @throws EmfFault for a line that claims the format and breaks it
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function recordEmf(store: MetricStore, line: string, now: number): number {
  const root = emfRoot(line);
  if (root === undefined) return 0;
  const { Timestamp: timestamp, CloudWatchMetrics: directives } = root['_aws'] as Record<string, unknown>;
  if (!Array.isArray(directives)) throw new EmfFault('_aws.CloudWatchMetrics is not an array');
  const usable = typeof timestamp === 'number' && timestamp > now - OLDEST_MS && timestamp < now + NEWEST_MS;
  const at = usable ? timestamp : now;
  return (directives as Directive[]).reduce((sum, directive) => sum + record(store, root, directive, at), 0);
}

function emfRoot(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return undefined;
  try {
    const root = JSON.parse(line) as Record<string, unknown>;
    return typeof root['_aws'] === 'object' && root['_aws'] !== null ? root : undefined;
  } catch {
    return undefined; // an ordinary line that happens to look like JSON
  }
}

function record(store: MetricStore, root: Record<string, unknown>, directive: Directive, at: number): number {
  const { Namespace: namespace, Dimensions: dimensions = [[]], Metrics: metrics } = directive;
  if (typeof namespace !== 'string' || !Array.isArray(metrics) || !Array.isArray(dimensions)) {
    throw new EmfFault('a directive needs Namespace, Dimensions and Metrics');
  }
  // No set at all means the metric without dimensions.
  const sets = (dimensions.length === 0 ? [[]] : dimensions) as string[][];
  for (const { Name: name, Unit: unit } of metrics as { Name: string; Unit?: string }[]) {
    const values = valuesOf(name, root[name]);
    for (const set of sets) {
      const bucket = emptyBucket();
      for (const value of values) addValue(bucket, value, 1);
      const named = set.map((dimension) => ({ Name: dimension, Value: dimensionOf(dimension, root[dimension]) }));
      store.recordBucket(metricId(namespace, name, named), at, bucket, unit);
    }
  }
  return metrics.length;
}

function valuesOf(name: string, value: unknown): number[] {
  const values: unknown[] = [value].flat();
  if (values.length === 0 || values.length > MOST_VALUES || !values.every((each) => Number.isFinite(each))) {
    throw new EmfFault(`the metric ${name} needs one number, or up to ${MOST_VALUES}`);
  }
  return values as number[];
}

function dimensionOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new EmfFault(`the dimension ${name} needs a text`);
  return value;
}
