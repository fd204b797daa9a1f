import type { ComparisonOperator, StateValue } from '@aws-sdk/client-cloudwatch';
import type { Points } from '../math/value.ts';

/** What an alarm asks of its datapoints. */
export interface Criteria {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparisonOperator: ComparisonOperator;
  readonly threshold: number;
  readonly treatMissingData: string;
}

export interface Verdict {
  /** `keep` leaves the alarm as it is. */
  readonly state: StateValue | 'keep';
  /** The datapoints that counted, the newest first. */
  readonly datapoints: readonly number[];
  readonly breaching: number;
  /** How many had to be made up. */
  readonly missing: number;
}

/** AWS looks at more datapoints than an alarm needs, to bridge late ones; its documented example is two more. */
export const EXTRA_DATAPOINTS = 2;

const BREACHES: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * What the datapoints of the evaluation range (oldest first) say. Real ones come first: only where there are fewer
 * than the evaluation periods is missing data treated at all.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-evaluating-missing-data
 */
export function judge(range: Points, criteria: Criteria): Verdict {
  const { evaluationPeriods, datapointsToAlarm, threshold } = criteria;
  const datapoints = range.filter((point) => point !== undefined).toReversed();
  const recent = datapoints.slice(0, evaluationPeriods);
  const breaches = BREACHES[criteria.comparisonOperator]!;
  const breaching = recent.filter((point) => breaches(point, threshold)).length;
  const missing = evaluationPeriods - recent.length;
  const told = { datapoints: recent, breaching, missing };
  if (breaching >= datapointsToAlarm) return { ...told, state: 'ALARM' };
  if (missing === 0) return { ...told, state: 'OK' };
  return { ...told, state: withMissing(criteria.treatMissingData, told, datapointsToAlarm) };
}

function withMissing(
  treatment: string,
  { datapoints, breaching, missing }: Omit<Verdict, 'state'>,
  datapointsToAlarm: number,
): Verdict['state'] {
  switch (treatment) {
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'ignore':
      return datapoints.length === 0 || breaching === datapoints.length ? 'keep' : 'OK';
    default:
      if (datapoints.length === 0) return 'INSUFFICIENT_DATA';
      // With nothing but breaches to go by, AWS would rather ring early.
      return breaching === datapoints.length ? 'ALARM' : 'OK';
  }
}
