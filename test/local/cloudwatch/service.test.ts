import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutAnomalyDetectorCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { cloudwatchResources } from '../../../local/services/cloudwatch/resources.ts';
import { Scene } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { Created, Resource } from '../../../local/template/resource-type.ts';

const DashboardBody = '{"widgets":[]}';

test('dashboards are kept, listed and deleted', async () => {
  const { client } = new Scene();
  await client.send(new PutDashboardCommand({ DashboardName: 'queues', DashboardBody }));
  expect(await client.send(new GetDashboardCommand({ DashboardName: 'queues' }))).toMatchObject({
    DashboardArn: 'arn:aws:cloudwatch::123456789012:dashboard/queues',
    DashboardBody,
  });
  const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'q' }));
  expect(DashboardEntries).toMatchObject([{ DashboardName: 'queues', Size: 14 }]);
  await client.send(new DeleteDashboardsCommand({ DashboardNames: ['queues'] }));
  await expect(client.send(new GetDashboardCommand({ DashboardName: 'queues' }))).rejects.toMatchObject({
    name: 'ResourceNotFound',
  });
});

test('a dashboard that is no dashboard is refused', async () => {
  const { client } = new Scene();
  await expect(client.send(new PutDashboardCommand({ DashboardName: 'x', DashboardBody: '{}' }))).rejects.toMatchObject(
    { name: 'DashboardInvalidInputError' },
  );
});

test('an action that is not simulated is refused by name', async () => {
  const { client } = new Scene();
  await expect(client.send(new PutAnomalyDetectorCommand({}))).rejects.toMatchObject({
    name: 'NotSimulated',
    message: 'The CloudWatch action PutAnomalyDetector is not simulated',
  });
});

function create(scene: Scene, type: string, properties: Record<string, unknown>): Created {
  const resource: Resource = {
    logicalId: 'Alarm',
    type,
    properties,
    physicalName: () => 'stack-Alarm-1A2B',
    assetPath: () => '',
  };
  return cloudwatchResources[type]!.create(resource, { cloudwatch: scene.cloudwatch } as Cloud) as Created;
}

test('a template brings alarms to life', () => {
  const scene = new Scene();
  const created = create(scene, 'AWS::CloudWatch::Alarm', {
    Namespace: 'App',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: '60',
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  expect(created).toEqual({
    ref: 'stack-Alarm-1A2B',
    attributes: { Arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:stack-Alarm-1A2B' },
  });
  expect(scene.stateOf('stack-Alarm-1A2B')).toBe('INSUFFICIENT_DATA');
});

test('a template brings composite alarms and dashboards to life', () => {
  const scene = new Scene();
  expect(create(scene, 'AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'TRUE' }).ref).toBe('stack-Alarm-1A2B');
  expect(scene.stateOf('stack-Alarm-1A2B')).toBe('ALARM');
  expect(create(scene, 'AWS::CloudWatch::Dashboard', { DashboardBody }).ref).toBe('stack-Alarm-1A2B');
});
