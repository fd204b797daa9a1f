import { emptyBucket, type Bucket } from '../metrics/bucket.ts';
import { metricId, type Dimension } from '../metrics/metric-store.ts';
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';

const MOST_DATA = 1000;
const MOST_VALUES = 150;
const MOST_DIMENSIONS = 30;
const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function putMetricData(cloudwatch: CloudWatch, input: PutMetricDataInput, call: Call): void {
  const { Namespace: namespace, MetricData: data = [] } = input;
  if (namespace === undefined) throw missingParameter('Namespace');
  call.authorize({
    action: 'cloudwatch:PutMetricData',
    resource: '*',
    conditions: { 'cloudwatch:namespace': namespace },
  });
  if (namespace.startsWith('AWS/') || !/^[^:].{0,254}$/.test(namespace)) {
    throw invalidValue(`The value ${namespace} for parameter Namespace is invalid.`);
  }
  if (data.length === 0) throw missingParameter('MetricData');
  if (data.length > MOST_DATA)
    throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_DATA}.`);
  const now = cloudwatch.surroundings.clock.now();
  const read = data.map((datum, index) => readDatum(datum, `MetricData.member.${index + 1}`, now));
  for (const { datum, bucket, at } of read) {
    const id = metricId(namespace, datum.MetricName!, datum.Dimensions as readonly Dimension[]);
    cloudwatch.metrics.recordBucket(id, at, bucket, datum.Unit);
  }
}

function readDatum(datum: MetricDatum, where: string, now: number) {
  if (!datum.MetricName) throw missingParameter(`${where}.MetricName`);
  if ((datum.Dimensions ?? []).length > MOST_DIMENSIONS) {
    throw invalidValue(`The collection ${where}.Dimensions must not have a size greater than ${MOST_DIMENSIONS}.`);
  }
  for (const { Name: name, Value: value } of datum.Dimensions ?? []) {
    if (!name || !value) throw invalidValue(`${where}.Dimensions must have a name and a value each.`);
  }
  const at = datum.Timestamp?.getTime() ?? now;
  if (at < now - OLDEST_MS || at > now + NEWEST_MS) {
    throw invalidValue(
      `The parameter ${where}.Timestamp must specify a time no more than two weeks in the past and two hours in the future.`,
    );
  }
  return { datum, at, bucket: readBucket(datum, where) };
}

function readBucket(datum: MetricDatum, where: string): Bucket {
  const { Value: value, Values: values, Counts: counts, StatisticValues: set } = datum;
  refuseBoth(where, { Value: value, Values: values, StatisticValues: set });
  if (set !== undefined) {
    const { Sum: sum, Minimum: min, Maximum: max, SampleCount: count } = set;
    for (const number of [sum, min, max, count]) checkNumber(number, where);
    return { sum: sum!, min: min!, max: max!, count: count!, values: new Map() };
  }
  const all = values ?? (value === undefined ? [] : [value]);
  if (all.length === 0) throw missingParameter(`${where}.Value`);
  if (all.length > MOST_VALUES) {
    throw invalidValue(`The collection ${where}.Values must not have a size greater than ${MOST_VALUES}.`);
  }
  if (counts !== undefined && counts.length !== all.length) {
    throw invalidValue(`The parameters ${where}.Values and ${where}.Counts must be of the same size.`);
  }
  const bucket = emptyBucket();
  all.forEach((each, index) => {
    checkNumber(each, where);
    const times = counts?.[index] ?? 1;
    bucket.sum += each * times;
    bucket.min = Math.min(bucket.min, each);
    bucket.max = Math.max(bucket.max, each);
    bucket.count += times;
    bucket.values.set(each, (bucket.values.get(each) ?? 0) + times);
  });
  return bucket;
}

function refuseBoth(where: string, ways: Readonly<Record<string, unknown>>): void {
  const [one, other] = Object.keys(ways).filter((name) => ways[name] !== undefined);
  if (other === undefined) return;
  throw invalidCombination(
    `The parameters ${where}.${one} and ${where}.${other} are mutually exclusive and you have specified both.`,
  );
}

function checkNumber(value: number | undefined, where: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 2 ** 360) {
    throw invalidValue(`The value ${String(value)} for parameter ${where}.Value is invalid.`);
  }
}
