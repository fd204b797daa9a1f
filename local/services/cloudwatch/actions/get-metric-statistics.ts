import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import { metricId, type Dimension } from '../metrics/metric-store.ts';
import { statistic } from '../metrics/statistic.ts';
import { checkPeriod } from '../queries.ts';
import type { Bucket } from '../metrics/bucket.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { Datapoint, GetMetricStatisticsInput, GetMetricStatisticsOutput } from '@aws-sdk/client-cloudwatch';

const MOST_DATAPOINTS = 1440;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics(
  cloudwatch: CloudWatch,
  input: GetMetricStatisticsInput,
  call: Call,
): GetMetricStatisticsOutput {
  call.authorize({ action: 'cloudwatch:GetMetricStatistics', resource: '*' });
  const { start, end, periodMs } = span(input);
  const id = metricId(input.Namespace!, input.MetricName!, input.Dimensions as readonly Dimension[]);
  const series = cloudwatch.metrics.find(id);
  const datapoints: Datapoint[] = [];
  if (series !== undefined && (input.Unit === undefined || input.Unit === series.unit)) {
    for (let at = Math.floor(start / periodMs) * periodMs; at < end; at += periodMs) {
      const bucket = cloudwatch.metrics.aggregate(series, at, at + periodMs);
      if (bucket !== undefined) datapoints.push(datapoint(input, bucket, at, series.unit));
    }
  }
  return { Label: input.MetricName, Datapoints: datapoints };
}

function span(input: GetMetricStatisticsInput): { start: number; end: number; periodMs: number } {
  for (const name of ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period'] as const) {
    if (input[name] === undefined) throw missingParameter(name);
  }
  const { Statistics: basic = [], ExtendedStatistics: extended = [] } = input;
  if (basic.length === 0 && extended.length === 0) throw missingParameter('Statistics');
  for (const name of [...basic, ...extended]) {
    if (statistic(name) === undefined) throw invalidValue(`The value ${name} for parameter Statistics is invalid.`);
  }
  checkPeriod(input.Period);
  const [start, end, periodMs] = [input.StartTime!.getTime(), input.EndTime!.getTime(), input.Period! * 1000];
  if (start >= end) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const asked = Math.ceil((end - start) / periodMs);
  if (asked > MOST_DATAPOINTS) {
    throw invalidCombination(
      `You have requested up to ${asked} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { start, end, periodMs };
}

function datapoint(input: GetMetricStatisticsInput, bucket: Bucket, at: number, unit: string): Datapoint {
  const extended = (input.ExtendedStatistics ?? []).flatMap((name) => {
    const value = statistic(name)!(bucket);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    Timestamp: new Date(at),
    Unit: unit as Datapoint['Unit'],
    ...Object.fromEntries((input.Statistics ?? []).map((name) => [name, statistic(name)!(bucket)])),
    ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
  };
}
