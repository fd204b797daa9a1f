import { deleteAlarms } from './actions/delete-alarms.ts';
import { deleteDashboards } from './actions/delete-dashboards.ts';
import { describeAlarmHistory } from './actions/describe-alarm-history.ts';
import { describeAlarmsForMetric } from './actions/describe-alarms-for-metric.ts';
import { describeAlarms } from './actions/describe-alarms.ts';
import { disableAlarmActions } from './actions/disable-alarm-actions.ts';
import { enableAlarmActions } from './actions/enable-alarm-actions.ts';
import { getDashboard } from './actions/get-dashboard.ts';
import { getMetricData } from './actions/get-metric-data.ts';
import { getMetricStatistics } from './actions/get-metric-statistics.ts';
import { listDashboards } from './actions/list-dashboards.ts';
import { listMetrics } from './actions/list-metrics.ts';
import { listTagsForResource } from './actions/list-tags-for-resource.ts';
import { putCompositeAlarm } from './actions/put-composite-alarm.ts';
import { putDashboard } from './actions/put-dashboard.ts';
import { putMetricAlarm } from './actions/put-metric-alarm.ts';
import { putMetricData } from './actions/put-metric-data.ts';
import { setAlarmState } from './actions/set-alarm-state.ts';
import { tagResource, untagResource } from './actions/tag-resource.ts';
import type { Call } from '../service.ts';
import type { CloudWatch } from './cloudwatch.ts';

/** An action with its input still untyped: the wire says what it is, the action checks it. */
export type Action = (cloudwatch: CloudWatch, input: object, call: Call) => object | void;

/** Every action that is simulated, by its AWS name. */
export const ACTIONS = {
  DeleteAlarms: deleteAlarms as Action,
  DeleteDashboards: deleteDashboards as Action,
  DescribeAlarmHistory: describeAlarmHistory as Action,
  DescribeAlarms: describeAlarms as Action,
  DescribeAlarmsForMetric: describeAlarmsForMetric as Action,
  DisableAlarmActions: disableAlarmActions as Action,
  EnableAlarmActions: enableAlarmActions as Action,
  GetDashboard: getDashboard as Action,
  GetMetricData: getMetricData as Action,
  GetMetricStatistics: getMetricStatistics as Action,
  ListDashboards: listDashboards as Action,
  ListMetrics: listMetrics as Action,
  ListTagsForResource: listTagsForResource as Action,
  PutCompositeAlarm: putCompositeAlarm as Action,
  PutDashboard: putDashboard as Action,
  PutMetricAlarm: putMetricAlarm as Action,
  PutMetricData: putMetricData as Action,
  SetAlarmState: setAlarmState as Action,
  TagResource: tagResource as Action,
  UntagResource: untagResource as Action,
} as Readonly<Record<string, Action | undefined>>;

/** Names of actions that CloudWatch has and this simulator refuses. */
const OTHER =
  /(AnomalyDetector|InsightRule|MetricStream|AlarmMuteRule|MetricWidgetImage|Dataset|OTelEnrichment|ResourceMetricsConfiguration|AlarmContributors|LogAlarm)/;

export function isOtherAction(name: string): boolean {
  return OTHER.test(name);
}
