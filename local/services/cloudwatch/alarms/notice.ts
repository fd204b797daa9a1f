import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Surroundings } from '../../service.ts';
import type { AlarmRecord, AlarmState, MetricAlarmRecord } from './alarm.ts';

/** Names of Regions as CloudWatch writes them in its mails. */
const REGIONS: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'EU (Ireland)',
  'eu-central-1': 'EU (Frankfurt)',
};

export interface Notice {
  /** At most a hundred characters, as SNS wants. */
  readonly subject: string;
  readonly message: string;
}

/** What CloudWatch publishes to a topic when an alarm changes state. */
export function notice(alarm: AlarmRecord, before: AlarmState, { accountId, region }: Surroundings): Notice {
  const { input, state } = alarm;
  const regionName = REGIONS[region] ?? region;
  const subject = `${state.value}: "${alarm.name}" in ${regionName}`;
  const message = {
    AlarmName: alarm.name,
    AlarmDescription: input.AlarmDescription ?? null,
    AWSAccountId: accountId,
    AlarmConfigurationUpdatedTimestamp: stamp(alarm.configuredAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: stamp(state.updatedAt),
    Region: regionName,
    AlarmArn: alarm.arn,
    OldStateValue: before.value,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    ...(alarm.kind === 'metric'
      ? { Trigger: trigger(alarm) }
      : { AlarmRule: alarm.input.AlarmRule, TriggeringChildren: [] }),
  };
  return { subject: subject.length > 100 ? `${subject.slice(0, 97)}...` : subject, message: JSON.stringify(message) };
}

function trigger({ input }: MetricAlarmRecord): object {
  const common = {
    Period: input.Period,
    EvaluationPeriods: input.EvaluationPeriods,
    DatapointsToAlarm: input.DatapointsToAlarm,
    ComparisonOperator: input.ComparisonOperator,
    Threshold: input.Threshold,
    TreatMissingData: input.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile ?? '',
  };
  if (input.Metrics !== undefined) return { ...common, Metrics: input.Metrics.map(metricOf) };
  return {
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    ...(input.ExtendedStatistic === undefined
      ? { StatisticType: 'Statistic', Statistic: input.Statistic?.toUpperCase() }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic: input.ExtendedStatistic }),
    Unit: input.Unit ?? null,
    Dimensions: (input.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
    ...common,
  };
}

function metricOf({ Id, Expression, Label, MetricStat: stat, ReturnData }: MetricDataQuery): object {
  return {
    ...(Expression !== undefined && { Expression }),
    Id,
    ...(Label !== undefined && { Label }),
    ...(stat !== undefined && {
      MetricStat: {
        Metric: {
          Dimensions: (stat.Metric?.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
          MetricName: stat.Metric?.MetricName,
          Namespace: stat.Metric?.Namespace,
        },
        Period: stat.Period,
        Stat: stat.Stat,
      },
    }),
    ReturnData: ReturnData ?? true,
  };
}

/** `2026-01-01T00:00:00.000+0000` */
function stamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
