import { putCompositeAlarm } from './actions/put-composite-alarm.ts';
import { putDashboard } from './actions/put-dashboard.ts';
import { putMetricAlarm } from './actions/put-metric-alarm.ts';
import type { Created, Resource, ResourceType } from '../../template/resource-type.ts';
import type { Cloud } from '../cloud.ts';
import type { Call } from '../service.ts';
import type { CloudWatch } from './cloudwatch.ts';
import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';

const COMMON = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
  'Tags',
];

const METRIC = [
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'MetricName',
  'Metrics',
  'Namespace',
  'Period',
  'Statistic',
  'Threshold',
  'ThresholdMetricId',
  'TreatMissingData',
  'Unit',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
const alarm: ResourceType = {
  properties: honoured([...COMMON, ...METRIC]),
  create(resource: Resource, { cloudwatch }: Cloud): Created {
    const AlarmName = nameOf(resource, 'AlarmName');
    const input = { ...numbers(resource.properties), AlarmName } as PutMetricAlarmInput;
    putMetricAlarm(cloudwatch, input, deployment(cloudwatch));
    return { ref: AlarmName, attributes: { Arn: cloudwatch.alarmArn(AlarmName) } };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html */
const compositeAlarm: ResourceType = {
  properties: honoured([...COMMON, 'AlarmRule', 'ActionsSuppressor']),
  create(resource: Resource, { cloudwatch }: Cloud): Created {
    const AlarmName = nameOf(resource, 'AlarmName');
    const input = { ...resource.properties, AlarmName } as unknown as PutCompositeAlarmInput;
    putCompositeAlarm(cloudwatch, input, deployment(cloudwatch));
    return { ref: AlarmName, attributes: { Arn: cloudwatch.alarmArn(AlarmName) } };
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html */
const dashboard: ResourceType = {
  properties: honoured(['DashboardName', 'DashboardBody']),
  create(resource: Resource, { cloudwatch }: Cloud): Created {
    const DashboardName = nameOf(resource, 'DashboardName');
    const DashboardBody = resource.properties['DashboardBody'] as string;
    putDashboard(cloudwatch, { DashboardName, DashboardBody }, deployment(cloudwatch));
    return { ref: DashboardName };
  },
};

export const cloudwatchResources: Readonly<Record<string, ResourceType>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': compositeAlarm,
  'AWS::CloudWatch::Dashboard': dashboard,
};

function honoured(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true] as const));
}

function nameOf(resource: Resource, property: string): string {
  return (resource.properties[property] as string | undefined) ?? resource.physicalName(255);
}

/** Parameters of a template arrive as text where the API takes numbers. */
function numbers(properties: Resource['properties']): Record<string, unknown> {
  const numeric = new Set(['DatapointsToAlarm', 'EvaluationPeriods', 'Period', 'Threshold']);
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, numeric.has(name) ? Number(value) : value]),
  );
}

/** CloudFormation acts for the account, which may do everything. */
function deployment({ surroundings: { accountId, random } }: CloudWatch): Call {
  return {
    caller: { principal: `arn:aws:iam::${accountId}:root` },
    requestId: random.uuid(),
    authorize: () => {},
  };
}
