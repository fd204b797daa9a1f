import type { Grid } from '../math/value.ts';
import type { Criteria, Verdict } from './judge.ts';

const COMPARED: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** Why an alarm is in its state, in the words CloudWatch uses. */
export function reasonOf(
  verdict: Verdict,
  { comparisonOperator, threshold, datapointsToAlarm, ...rest }: Criteria,
): string {
  const { datapoints, breaching, missing, state } = verdict;
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${missing} ${plural(missing, 'datapoint was', 'datapoints were')} unknown.`;
  }
  if (datapoints.length === 0) {
    const treated = rest.treatMissingData === 'breaching' ? 'Breaching' : 'NonBreaching';
    return `Threshold Crossed: no datapoints were received for ${missing} ${plural(missing, 'period', 'periods')} and ${missing} missing ${plural(missing, 'datapoint was', 'datapoints were')} treated as [${treated}].`;
  }
  const alarm = state === 'ALARM';
  const counted = alarm ? breaching : datapoints.length - breaching;
  const not = alarm ? '' : 'not ';
  return (
    `Threshold Crossed: ${counted} out of the last ${datapoints.length} datapoints [${datapoints.map(decimal).join(', ')}] ` +
    `${plural(counted, 'was', 'were')} ${not}${COMPARED[comparisonOperator]} the threshold (${decimal(threshold)}) ` +
    `(minimum ${datapointsToAlarm} ${plural(datapointsToAlarm, 'datapoint', 'datapoints')} for OK -> ALARM transition).`
  );
}

export function reasonDataOf(verdict: Verdict, criteria: Criteria, grid: Grid, now: number): string {
  return JSON.stringify({
    version: '1.0',
    queryDate: stamp(now),
    startDate: stamp(grid.start),
    period: grid.periodMs / 1000,
    recentDatapoints: verdict.datapoints.toReversed(),
    threshold: criteria.threshold,
  });
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
