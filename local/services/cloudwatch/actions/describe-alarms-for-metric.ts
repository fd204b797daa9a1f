import { metricAlarm } from '../alarms/described.ts';
import { queriesOf } from '../alarms/evaluator.ts';
import { metricId, type Dimension } from '../metrics/metric-store.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput, Metric } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html */
export function describeAlarmsForMetric(
  cloudwatch: CloudWatch,
  input: DescribeAlarmsForMetricInput,
  call: Call,
): DescribeAlarmsForMetricOutput {
  call.authorize({ action: 'cloudwatch:DescribeAlarmsForMetric', resource: '*' });
  const asked = idOf({ Namespace: input.Namespace, MetricName: input.MetricName, Dimensions: input.Dimensions });
  const found = [...cloudwatch.store.alarms.values()]
    .filter((alarm) => alarm.kind === 'metric')
    .filter(({ input: alarm }) =>
      queriesOf(alarm).some(({ MetricStat: stat }) => {
        if (stat?.Metric === undefined || idOf(stat.Metric) !== asked) return false;
        const named = input.Statistic ?? input.ExtendedStatistic;
        return (named === undefined || named === stat.Stat) && (input.Period ?? stat.Period) === stat.Period;
      }),
    );
  return { MetricAlarms: found.map(metricAlarm) };
}

function idOf({ Namespace: namespace, MetricName: name, Dimensions: dimensions }: Metric): string {
  return JSON.stringify(metricId(namespace!, name!, dimensions as readonly Dimension[]));
}
