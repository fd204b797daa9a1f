import { expect, test } from 'vitest';
import { schedulerResources } from '../../../local/services/scheduler/resources.ts';
import { provision } from '../../../local/template/provision.ts';
import { accountId, functionArn, queueArn, roleArn, scene } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';

async function deploy(Type: string, Properties: object, more: object = {}) {
  const parts = scene();
  const Resources = { Timer: { Type, Properties }, ...more };
  const Outputs = { Ref: { Value: { Ref: 'Timer' } }, Arn: { Value: { 'Fn::GetAtt': ['Timer', 'Arn'] } } };
  const { outputs } = await provision(
    { Resources, Outputs },
    { scheduler: parts.scheduler } as Cloud,
    schedulerResources,
    { stackName: 'Shop', accountId, region: 'us-east-1' },
  );
  return { ...parts, outputs };
}

const schedule = {
  ScheduleExpression: 'rate(1 minute)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: functionArn, RoleArn: roleArn, RetryPolicy: { MaximumRetryAttempts: '3' } },
};

test('a schedule of the template runs', async () => {
  const { outputs, clock, sent, scheduler } = await deploy('AWS::Scheduler::Schedule', schedule);
  expect(outputs['Arn']).toBe(`arn:aws:scheduler:us-east-1:${accountId}:schedule/default/${outputs['Ref']}`);
  await clock.advance(120_000);
  expect(sent).toHaveLength(2);
  expect(scheduler.schedules()[0]!.target.RetryPolicy).toEqual({ MaximumRetryAttempts: 3 });
});

test('a schedule of the template may be in a group of the template', async () => {
  const { outputs, scheduler } = await deploy(
    'AWS::Scheduler::Schedule',
    { ...schedule, Name: 'nightly', GroupName: { Ref: 'Group' }, StartDate: '2026-02-01T00:00:00Z' },
    { Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'night' } } },
  );
  expect(outputs['Arn']).toBe(`arn:aws:scheduler:us-east-1:${accountId}:schedule/night/nightly`);
  expect(scheduler.schedule('night', 'nightly').startDate).toBe(Date.UTC(2026, 1, 1));
});

test('a schedule for what is not simulated fails the deployment by name', async () => {
  const Target = { Arn: `arn:aws:ecs:us-east-1:${accountId}:cluster/c`, RoleArn: roleArn };
  await expect(deploy('AWS::Scheduler::Schedule', { ...schedule, Target })).rejects.toThrow(
    'The target ecs of a schedule',
  );
});

test('a rule runs its targets as EventBridge, first after one interval', async () => {
  const Targets = [
    { Id: 'function', Arn: functionArn },
    { Id: 'queue', Arn: queueArn, Input: '{"a":1}' },
  ];
  const { outputs, clock, sent } = await deploy('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets,
  });
  const arn = `arn:aws:events:us-east-1:${accountId}:rule/${outputs['Ref']}`;
  expect(outputs['Arn']).toBe(arn);
  await clock.advance(300_000);
  const caller = { principal: 'events.amazonaws.com', sourceArn: arn };
  expect(sent).toEqual([
    {
      at: 300,
      arn: functionArn,
      caller,
      input: expect.objectContaining({
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        resources: [arn],
        detail: {},
      }),
    },
    { at: 300, arn: queueArn, caller, input: { body: '{"a":1}', messageGroupId: undefined } },
  ]);
});

test('a disabled rule does not run', async () => {
  const Targets = [{ Id: 'function', Arn: functionArn }];
  const rule = { ScheduleExpression: 'cron(0 * * * ? *)', State: 'DISABLED', Targets };
  const { clock, sent } = await deploy('AWS::Events::Rule', rule);
  await clock.advance(2 * 3_600_000);
  expect(sent).toEqual([]);
});

test.each([
  ['an event pattern', { EventPattern: { source: ['aws.s3'] } }, 'property EventPattern of AWS::Events::Rule'],
  ['one minute in the plural', { ScheduleExpression: 'rate(1 minutes)' }, 'ScheduleExpression must be'],
  ['one time', { ScheduleExpression: 'at(2026-01-01T00:00:00)' }, 'ScheduleExpression must be'],
  ['a bus of its own', { EventBusName: 'orders' }, 'scheduled rules belong to the default event bus'],
  [
    'a target of another service',
    { Targets: [{ Id: 't', Arn: `arn:aws:states:us-east-1:${accountId}:stateMachine:s` }] },
    'is not simulated',
  ],
  ['a transformed input', { Targets: [{ Id: 't', Arn: functionArn, InputTransformer: {} }] }, 'InputTransformer'],
])('a rule with %s fails the deployment by name', async (_title, properties, why) => {
  const rule = { ScheduleExpression: 'rate(5 minutes)', Targets: [], ...properties };
  await expect(deploy('AWS::Events::Rule', rule)).rejects.toThrow(why);
});
