import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { AlarmTopic } from '../../../lib/constructs/alarm-topic.ts';
import { EventTopic } from '../../../lib/constructs/event-topic.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { Outbox } from '../../../lib/constructs/outbox.ts';
import { QueueMonitor, type WatchOptions } from '../../../lib/constructs/queue-monitor.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function watched(options: Partial<WatchOptions> = {}) {
  const stack = smallStack();
  const monitor = new QueueMonitor(stack, 'Monitor', { alarmTopic: new AlarmTopic(stack, 'Alarms').topic });
  const queue = new WorkQueue(stack, 'Work');
  monitor.watch(queue, { name: 'orders vip', ...options });
  return { stack, monitor, queue };
}

const of = (id: string) => [
  { Name: 'QueueName', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}`), 'QueueName'] } },
];

describe('QueueMonitor', () => {
  test('one message in a dead-letter queue rings within a minute, and links to what to do', () => {
    templateOf(watched().stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: of('WorkDeadLetterQueue'),
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^AlarmsTopic') }],
      AlarmDescription: 'orders vip has set messages aside. Runbook: docs/runbook.md#dead-letter-queue',
    });
  });

  test('the oldest message rings when it is older than promised', () => {
    templateOf(watched({ ageSlo: Duration.minutes(2) }).stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: of('WorkQueue'),
      Threshold: 120,
    });
  });

  test('a queue rings when it is too deep for five minutes', () => {
    templateOf(watched({ depth: 50 }).stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: of('WorkQueue'),
      Threshold: 50,
      EvaluationPeriods: 5,
    });
  });

  test('a queue rings when arrivals outrun departures', () => {
    templateOf(watched({ growth: 10 }).stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 10,
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: 'sent - deleted', ReturnData: true }),
        Match.objectLike({ Id: 'sent' }),
        Match.objectLike({ Id: 'deleted' }),
      ]),
    });
  });

  test('events that could not be delivered ring as well', () => {
    const { stack, monitor, queue } = watched();
    const subscription = new EventTopic(stack, 'Events').subscribe(queue, { types: ['order.completed'] });
    monitor.watchSubscription(subscription, { name: 'completed orders' });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: of('EventsWorkDeadLetterQueue'),
      AlarmDescription: 'completed orders could not be delivered. Runbook: docs/runbook.md#undelivered-events',
    });
  });

  test('rows of an outbox that cannot be sent ring, and rows that wait', () => {
    const { stack, monitor } = watched();
    monitor.watchOutbox(new Outbox(stack, 'Outbox'));
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Spillway',
      MetricName: 'OutboxStuck',
      Dimensions: [{ Name: 'service', Value: 'operations-sweep-outbox' }],
      Threshold: 1,
      AlarmDescription: 'outbox rows are stuck. Runbook: docs/runbook.md#outbox',
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'OutboxLagSeconds',
      Statistic: 'Maximum',
      Threshold: 300,
    });
  });

  test('every function rings when it fails, is throttled, or comes near its timeout', () => {
    const { stack, monitor } = watched();
    new NodeFunction(stack, 'Fn', { entry: entries.parallel, timeout: Duration.seconds(10) });
    monitor.watchFunctions();
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      AlarmDescription:
        'orders-mail fails, is throttled, or runs close to its timeout. Runbook: docs/runbook.md#function',
      Metrics: Match.arrayWith([
        Match.objectLike({
          Expression: 'FILL(errors, 0) + FILL(throttles, 0) + IF(FILL(duration, 0) > 8000, 1, 0)',
        }),
      ]),
    });
  });

  test('a pipeline has a dashboard of its own, what is shared is on the overview', () => {
    const { stack, monitor } = watched();
    const pipeline = new Construct(stack, 'Orders');
    monitor.watch(new WorkQueue(pipeline, 'Lane'), { name: 'lane' });
    monitor.watch(new WorkQueue(pipeline, 'OtherLane'), { name: 'other lane' });
    monitor.watchOutbox(new Outbox(stack, 'Outbox'));
    const bodies = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Dashboard')).map((dashboard) =>
      JSON.stringify(dashboard['Properties']),
    );
    expect(bodies.map((body) => /## (other lane|Outbox|orders vip)/.exec(body)?.[1])).toEqual([
      'Outbox',
      'orders vip',
      'other lane',
    ]);
  });

  test('a dashboard shows the state of all its alarms', () => {
    const { stack } = watched();
    const template = templateOf(stack);
    const bodies = JSON.stringify(template.findResources('AWS::CloudWatch::Dashboard'));
    for (const id of Object.keys(template.findResources('AWS::CloudWatch::Alarm'))) expect(bodies).toContain(id);
  });

  test('CloudWatch may publish alarms of this account, and nobody else may', () => {
    templateOf(watched().stack).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', Match.arrayWith([':alarm:*'])] } },
            },
          }),
        ]),
      },
    });
  });

  test('a key for alarms lets CloudWatch use it', () => {
    const stack = smallStack();
    new AlarmTopic(stack, 'Alarms', { masterKey: new Key(stack, 'Key') });
    templateOf(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          }),
        ]),
      },
    });
  });

  test.each<[Partial<WatchOptions>, RegExp]>([
    [{ name: ' ' }, /name of what is watched must be 1 to 100 characters/],
    [{ ageSlo: Duration.seconds(30) }, /ageSlo must be at least 1 minute, got 30 seconds: /],
    [{ depth: 0 }, /an alarm threshold must be a whole number above 0, got 0: /],
    [{ growth: 0 }, /an alarm threshold must be a whole number above 0, got 0: /],
  ])('%j is refused with its remedy', (options, message) => {
    expect(() => watched(options)).toThrow(message);
  });
});
