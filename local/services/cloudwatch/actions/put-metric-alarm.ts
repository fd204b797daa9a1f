import { NotSimulated } from '../../aws-error.ts';
import { decisive, queriesOf } from '../alarms/evaluator.ts';
import { checkAlarmName, putAlarm } from '../alarms/put-alarm.ts';
import { invalidCombination, missingParameter, validationError } from '../errors.ts';
import { readQueries } from '../queries.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';

const OPERATORS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'];
const LONGEST_SECONDS = 7 * 24 * 3600;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export function putMetricAlarm(cloudwatch: CloudWatch, input: PutMetricAlarmInput, call: Call): void {
  const name = checkAlarmName(input.AlarmName);
  call.authorize({ action: 'cloudwatch:PutMetricAlarm', resource: cloudwatch.alarmArn(name) });
  checkNotSimulated(input);
  checkSource(input);
  checkCriteria(input);
  const evaluation = readQueries(cloudwatch.metrics, queriesOf(input));
  const period = evaluation.period(decisive(queriesOf(input)).Id!);
  if (period * input.EvaluationPeriods! > LONGEST_SECONDS) {
    throw validationError(
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)',
    );
  }
  putAlarm(cloudwatch, { kind: 'metric', name, input });
}

function checkNotSimulated(input: PutMetricAlarmInput): void {
  const anomaly = input.ThresholdMetricId !== undefined || /Upper|Lower/.test(input.ComparisonOperator ?? '');
  if (anomaly) throw new NotSimulated('Anomaly detection in CloudWatch alarms');
  for (const part of [
    'EvaluationWindow',
    'WarmUpConfiguration',
    'EvaluationCriteria',
    'EvaluationInterval',
    'ActionConfiguration',
  ] as const) {
    if (input[part] !== undefined) throw new NotSimulated(`${part} of a CloudWatch alarm`);
  }
}

/** Either one metric with its statistic, or queries of which exactly one decides. */
function checkSource(input: PutMetricAlarmInput): void {
  if (input.Metrics !== undefined) {
    for (const name of [
      'MetricName',
      'Namespace',
      'Statistic',
      'ExtendedStatistic',
      'Dimensions',
      'Period',
      'Unit',
    ] as const) {
      if (input[name] !== undefined)
        throw invalidCombination(`The parameters Metrics and ${name} are mutually exclusive.`);
    }
    if (input.Metrics.filter(({ ReturnData }) => ReturnData ?? true).length !== 1) {
      throw validationError('Exactly one element of the metrics list should return data.');
    }
    return;
  }
  for (const name of ['MetricName', 'Namespace', 'Period'] as const) {
    if (input[name] === undefined) throw missingParameter(name);
  }
  if ((input.Statistic === undefined) === (input.ExtendedStatistic === undefined)) {
    throw invalidCombination('Exactly one of the parameters Statistic and ExtendedStatistic must be specified.');
  }
}

function checkCriteria(input: PutMetricAlarmInput): void {
  const { EvaluationPeriods: periods, DatapointsToAlarm: toAlarm, TreatMissingData: treatment } = input;
  if (periods === undefined) throw missingParameter('EvaluationPeriods');
  if (!Number.isInteger(periods) || periods < 1) throw validationError('EvaluationPeriods must be at least 1');
  if (toAlarm !== undefined && !(toAlarm >= 1 && toAlarm <= periods)) {
    throw validationError('DatapointsToAlarm must be at least 1 and at most EvaluationPeriods');
  }
  if (input.Threshold === undefined) throw missingParameter('Threshold');
  if (!OPERATORS.includes(input.ComparisonOperator ?? '')) {
    throw validationError(
      `1 validation error detected: Value '${input.ComparisonOperator}' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [${OPERATORS.join(', ')}]`,
    );
  }
  if (treatment !== undefined && !TREATMENTS.includes(treatment)) {
    throw validationError(
      `The value ${treatment} is not supported for TreatMissingData parameter. Supported values are [${TREATMENTS.join(', ')}].`,
    );
  }
}
