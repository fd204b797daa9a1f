import { NotSimulated } from '../../aws-error.ts';
import type { Bucket } from './bucket.ts';

/** Reads one number from a bucket; undefined where the bucket cannot tell. */
export type Statistic = (bucket: Readonly<Bucket>) => number | undefined;

const BASIC: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
  IQM: trimmedMean(25, 75),
};

/**
 * `Sum`, `p99.9`, `tm95`, `TM(10%:90%)`, `IQM`…
 *
 * @returns undefined for what is no statistic
 * @throws AwsError `NotSimulated` for the rarer ones
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statistic(name: string): Statistic | undefined {
  const basic = Object.hasOwn(BASIC, name) ? BASIC[name] : undefined;
  if (basic !== undefined) return basic;
  const percent = /^p(\d{1,2}(?:\.\d{0,10})?|100)$/.exec(name)?.[1];
  if (percent !== undefined) return percentile(Number(percent));
  const trimmed = /^tm(\d{1,2}(?:\.\d{0,10})?|100)$/.exec(name)?.[1];
  if (trimmed !== undefined) return trimmedMean(0, Number(trimmed));
  const range = /^TM\((\d{1,3}(?:\.\d+)?)?%:(\d{1,3}(?:\.\d+)?)?%\)$/.exec(name.replaceAll(' ', ''));
  if (range !== null) return trimmedMean(Number(range[1] ?? 0), Number(range[2] ?? 100));
  if (/^(tc|ts|wm|TC|TS|WM|PR|TM)[\d(]/.test(name)) throw new NotSimulated(`The CloudWatch statistic ${name}`);
  return undefined;
}

/** Nearest rank over the values kept: exact here, where AWS estimates. */
function percentile(percent: number): Statistic {
  return (bucket) => {
    const values = sorted(bucket);
    if (values === undefined) return undefined;
    const rank = (percent / 100) * bucket.count;
    let seen = 0;
    for (const [value, times] of values) {
      seen += times;
      if (seen >= rank) return value;
    }
    return bucket.max;
  };
}

/** The mean of the values between two ranks, given in percent. */
function trimmedMean(from: number, to: number): Statistic {
  return (bucket) => {
    const values = sorted(bucket);
    if (values === undefined) return undefined;
    const low = (from / 100) * bucket.count;
    const high = (to / 100) * bucket.count;
    let seen = 0;
    let sum = 0;
    let weight = 0;
    for (const [value, times] of values) {
      const share = Math.max(0, Math.min(seen + times, high) - Math.max(seen, low));
      seen += times;
      sum += value * share;
      weight += share;
    }
    return weight === 0 ? undefined : sum / weight;
  };
}

/** AWS: a statistic set without values still gives percentiles when all its values must be one. */
function sorted({ values, count, min, max }: Readonly<Bucket>): [number, number][] | undefined {
  if (values.size === 0) return min === max ? [[min, count]] : undefined;
  return [...values].sort(([a], [b]) => a - b);
}
