import { evaluated, readQueries } from '../queries.ts';
import { validationError } from '../errors.ts';
import type { Evaluation } from '../math/evaluate.ts';
import type { Grid, Points } from '../math/value.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData(cloudwatch: CloudWatch, input: GetMetricDataInput, call: Call): GetMetricDataOutput {
  call.authorize({ action: 'cloudwatch:GetMetricData', resource: '*' });
  const { MetricDataQueries: queries = [], StartTime: start, EndTime: end } = input;
  if (start === undefined || end === undefined) throw validationError('StartTime and EndTime are required.');
  if (start >= end) throw validationError('The parameter EndTime must be greater than StartTime.');
  const evaluation = readQueries(cloudwatch.metrics, queries);
  const ascending = input.ScanBy === 'TimestampAscending';
  const labelOf = labels(queries);
  const results = queries
    .filter(({ ReturnData }) => ReturnData ?? true)
    .flatMap((query) => resultsOf(evaluation, query, labelOf(query), start.getTime(), end.getTime(), ascending));
  return { MetricDataResults: results, Messages: [] };
}

function resultsOf(
  evaluation: Evaluation,
  query: MetricDataQuery,
  label: string | undefined,
  start: number,
  end: number,
  ascending: boolean,
): MetricDataResult[] {
  const periodMs = evaluation.period(query.Id!) * 1000;
  const from = Math.floor(start / periodMs) * periodMs;
  const grid: Grid = { start: from, periodMs, length: Math.ceil((end - from) / periodMs) };
  return evaluated(() => evaluation.points(query.Id!, grid)).map((points) => {
    const known = stepsOf(points);
    if (!ascending) known.reverse();
    return {
      Id: query.Id,
      Label: label,
      Timestamps: known.map(([step]) => new Date(grid.start + step * grid.periodMs)),
      Values: known.map(([, value]) => value),
      StatusCode: 'Complete' as const,
    };
  });
}

/** A metric is labelled by its name, and by statistic and period where the queries differ in them. */
function labels(queries: readonly MetricDataQuery[]): (query: MetricDataQuery) => string | undefined {
  const stats = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
  const differing = (['Stat', 'Period'] as const).filter((part) => new Set(stats.map((stat) => stat[part])).size > 1);
  return ({ Id: id, Label: label, MetricStat: stat }) =>
    label ?? (stat && [stat.Metric?.MetricName, ...differing.map((part) => stat[part])].join(' ')) ?? id;
}

function stepsOf(points: Points): [step: number, value: number][] {
  return points.flatMap((value, step) => (value === undefined ? [] : [[step, value] as [number, number]]));
}
