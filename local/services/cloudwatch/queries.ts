import { NotSimulated } from '../aws-error.ts';
import { validationError } from './errors.ts';
import { Evaluation } from './math/evaluate.ts';
import { ExpressionFault } from './math/tokens.ts';
import { statistic } from './metrics/statistic.ts';
import type { MetricStore } from './metrics/metric-store.ts';
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';

/**
 * Checks queries and makes them ready to run.
 *
 * @throws AwsError `ValidationError`, `NotSimulated`
 */
export function readQueries(store: MetricStore, queries: readonly MetricDataQuery[]): Evaluation {
  if (queries.length === 0 || queries.length > 500) {
    throw validationError('The collection MetricDataQueries must have a size from 1 to 500.');
  }
  const ids = new Set<string>();
  for (const query of queries) {
    checkQuery(query);
    if (ids.has(query.Id!)) throw validationError('The values for parameter id in MetricDataQueries are not unique.');
    ids.add(query.Id!);
  }
  try {
    return new Evaluation(store, queries);
  } catch (cause) {
    if (!(cause instanceof ExpressionFault)) throw cause;
    throw validationError(`Error in expression: ${cause.message}`, { cause });
  }
}

/** Runs what reads from an evaluation, turning faults of expressions into answers. */
export function evaluated<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof ExpressionFault) throw validationError(`Error in expression: ${cause.message}`, { cause });
    throw cause;
  }
}

/** @throws AwsError `ValidationError` unless a period is a number of whole minutes, or one that CloudWatch has for high resolution */
export function checkPeriod(period: number | undefined): void {
  if (period !== undefined && period > 0 && period % 60 === 0) return;
  if (period !== undefined && [1, 5, 10, 20, 30].includes(period)) {
    throw new NotSimulated('A CloudWatch period below a minute');
  }
  throw validationError(`The parameter Period must be a multiple of 60, got ${period}`);
}

/** @throws AwsError `ValidationError` */
export function checkStatistic(name: string | undefined): void {
  if (name === undefined || statistic(name) === undefined) {
    throw validationError(`The value ${name} for parameter Stat is not supported.`);
  }
}

function checkQuery({ Id: id, Expression: expression, MetricStat: stat }: MetricDataQuery): void {
  if (!/^[a-z][A-Za-z0-9_]{0,254}$/.test(id ?? '')) {
    throw validationError(
      `The value ${id} for parameter Id must start with a lowercase letter and hold letters, numbers and underscores.`,
    );
  }
  if ((expression === undefined) === (stat === undefined)) {
    throw validationError(`The query ${id} must have either Expression or MetricStat.`);
  }
  if (stat === undefined) return;
  if (!stat.Metric?.Namespace || !stat.Metric.MetricName) {
    throw validationError(`The query ${id} must name Namespace and MetricName.`);
  }
  checkPeriod(stat.Period);
  checkStatistic(stat.Stat);
}
