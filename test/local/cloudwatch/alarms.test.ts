import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type PutMetricAlarmInput,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { Scene } from './scene.ts';
import type { QueueDepth } from '../../../local/services/cloudwatch/ports.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:alarms';

function depth(name: string, visible: number): QueueDepth {
  return { name, visible, inFlight: 0, delayed: 0, oldestAgeSeconds: 0 };
}

const notEmpty: PutMetricAlarmInput = {
  AlarmName: 'dead-letters',
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: 'dead' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  AlarmActions: [topic],
  OKActions: [topic],
};

async function watched(changes: Partial<PutMetricAlarmInput> = {}): Promise<Scene> {
  const scene = new Scene();
  await scene.client.send(new PutMetricAlarmCommand({ ...notEmpty, ...changes }));
  return scene;
}

const metric = (MetricName: string) => ({
  Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: [{ Name: 'QueueName', Value: 'orders' }] },
  Period: 60,
  Stat: 'Sum',
});

describe('metric alarms', () => {
  test('start without data, and are OK once a minute was looked at', async () => {
    const scene = await watched();
    expect(scene.stateOf('dead-letters')).toBe('INSUFFICIENT_DATA');
    scene.queues = [depth('dead', 0)];
    await scene.minutes(1);
    expect(scene.stateOf('dead-letters')).toBe('OK');
  });

  test('ring within a minute of one message in a dead-letter queue, once, and go quiet when it is gone', async () => {
    const scene = await watched();
    scene.queues = [depth('dead', 0), depth('other', 7)];
    await scene.minutes(3);
    scene.queues = [depth('dead', 1)];
    await scene.minutes(5);
    scene.queues = [depth('dead', 0)];
    await scene.minutes(1);
    expect(scene.notices.map(({ subject }) => subject)).toEqual([
      'OK: "dead-letters" in US East (N. Virginia)',
      'ALARM: "dead-letters" in US East (N. Virginia)',
      'OK: "dead-letters" in US East (N. Virginia)',
    ]);
  });

  test('tell the topic what AWS tells it', async () => {
    const scene = await watched();
    scene.queues = [depth('dead', 2)];
    await scene.minutes(1);
    expect(scene.notices).toMatchObject([
      {
        topicArn: topic,
        alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:dead-letters',
        message: {
          AlarmName: 'dead-letters',
          AWSAccountId: '123456789012',
          NewStateValue: 'ALARM',
          OldStateValue: 'INSUFFICIENT_DATA',
          NewStateReason:
            'Threshold Crossed: 1 out of the last 1 datapoints [2.0] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).',
          StateChangeTime: '2026-01-01T00:01:00.000+0000',
          Region: 'US East (N. Virginia)',
          Trigger: {
            MetricName: 'ApproximateNumberOfMessagesVisible',
            Namespace: 'AWS/SQS',
            StatisticType: 'Statistic',
            Statistic: 'MAXIMUM',
            Dimensions: [{ value: 'dead', name: 'QueueName' }],
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 1,
            TreatMissingData: 'notBreaching',
          },
        },
      },
    ]);
  });

  test('M of N: three of five minutes are enough, two are not', async () => {
    const scene = await watched({ EvaluationPeriods: 5, DatapointsToAlarm: 3 });
    for (const visible of [0, 1, 0, 1, 0]) {
      scene.queues = [depth('dead', visible)];
      await scene.minutes(1);
    }
    expect(scene.stateOf('dead-letters')).toBe('OK');
    scene.queues = [depth('dead', 1)];
    await scene.minutes(1);
    expect(scene.stateOf('dead-letters')).toBe('ALARM');
  });

  test('growth of a queue rings through metric math', async () => {
    const scene = new Scene();
    await scene.client.send(
      new PutMetricAlarmCommand({
        AlarmName: 'growing',
        EvaluationPeriods: 3,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Metrics: [
          { Id: 'growth', Expression: 'sent - deleted', ReturnData: true },
          { Id: 'sent', MetricStat: metric('NumberOfMessagesSent'), ReturnData: false },
          { Id: 'deleted', MetricStat: metric('NumberOfMessagesDeleted'), ReturnData: false },
        ],
      }),
    );
    scene.queues = [depth('orders', 0)];
    const resource = 'arn:aws:sqs:us-east-1:123456789012:orders';
    const minute = async (sent: number, deleted: number) => {
      for (let count = 0; count < sent; count++) scene.cloudwatch.observe({ service: 'sqs', event: 'sent', resource });
      for (let count = 0; count < deleted; count++) {
        scene.cloudwatch.observe({ service: 'sqs', event: 'deleted', resource });
      }
      await scene.minutes(1);
    };
    await minute(2, 0);
    for (let count = 0; count < 2; count++) await minute(6, 1);
    expect(scene.stateOf('growing')).toBe('OK');
    await minute(9, 2);
    expect(scene.stateOf('growing')).toBe('ALARM');
    await minute(1, 10);
    expect(scene.stateOf('growing')).toBe('OK');
  });

  test('disabled actions tell nobody', async () => {
    const scene = await watched();
    await scene.client.send(new DisableAlarmActionsCommand({ AlarmNames: ['dead-letters'] }));
    scene.queues = [depth('dead', 1)];
    await scene.minutes(1);
    expect(scene.stateOf('dead-letters')).toBe('ALARM');
    expect(scene.notices).toEqual([]);
  });

  test('SetAlarmState acts, and the next evaluation puts it right', async () => {
    const scene = await watched();
    scene.queues = [depth('dead', 0)];
    await scene.minutes(1);
    await scene.client.send(
      new SetAlarmStateCommand({ AlarmName: 'dead-letters', StateValue: 'ALARM', StateReason: 'drill' }),
    );
    expect(scene.notices.at(-1)!.message).toMatchObject({ NewStateValue: 'ALARM', NewStateReason: 'drill' });
    await scene.minutes(1);
    expect(scene.stateOf('dead-letters')).toBe('OK');
  });

  test('a state that is none is refused before the alarm is looked for', async () => {
    const scene = new Scene();
    const set = (StateValue: string) =>
      scene.client.send(
        new SetAlarmStateCommand({ AlarmName: 'missing', StateValue: StateValue as 'OK', StateReason: 'drill' }),
      );
    await expect(set('INVALID')).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    });
    await expect(set('OK')).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  test('a changed alarm keeps its state', async () => {
    const scene = await watched();
    scene.queues = [depth('dead', 1)];
    await scene.minutes(1);
    await scene.client.send(new PutMetricAlarmCommand({ ...notEmpty, Threshold: 100 }));
    expect(scene.stateOf('dead-letters')).toBe('ALARM');
    await scene.minutes(1);
    expect(scene.stateOf('dead-letters')).toBe('OK');
  });

  test('a topic that refuses is a failed action, not a crash', async () => {
    const scene = await watched({ AlarmActions: ['arn:aws:lambda:us-east-1:123456789012:function:x'] });
    scene.queues = [depth('dead', 1)];
    await scene.minutes(1);
    expect(scene.journal.filter(({ event }) => event === 'action-not-simulated')).toHaveLength(1);
  });

  test.each<[Partial<PutMetricAlarmInput>, string | RegExp]>([
    [{ Period: 61 }, 'The parameter Period must be a multiple of 60, got 61'],
    [{ Period: 10 }, 'A CloudWatch period below a minute is not simulated'],
    [{ Statistic: undefined }, 'Exactly one of the parameters Statistic and ExtendedStatistic must be specified.'],
    [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm must be at least 1 and at most EvaluationPeriods'],
    [{ TreatMissingData: 'maybe' }, /not supported for TreatMissingData/],
    [{ Threshold: undefined }, 'The parameter Threshold is required.'],
    [{ EvaluationPeriods: 20_000 }, /more than a week/],
  ])('%j is refused', async (changes, message) => {
    await expect(watched(changes)).rejects.toThrow(message);
  });
});

async function family(AlarmRule: string): Promise<Scene> {
  const scene = new Scene();
  for (const name of ['a', 'b']) {
    const Dimensions = [{ Name: 'QueueName', Value: name }];
    await scene.client.send(new PutMetricAlarmCommand({ ...notEmpty, AlarmName: name, Dimensions, AlarmActions: [] }));
  }
  await scene.client.send(new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule, AlarmActions: [topic] }));
  return scene;
}

describe('composite alarms', () => {
  test.each([
    ['ALARM(a) AND ALARM("b")', [false, false, false, true]],
    ['ALARM(a) OR ALARM(b)', [false, true, true, true]],
    ['ALARM(a) AND NOT ALARM(b)', [false, true, false, false]],
    ['OK(a) AND (ALARM(b) OR FALSE)', [false, false, true, false]],
    ['NOT (ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a))', [true, false, true, false]],
  ])('%s', async (rule, expected) => {
    const scene = await family(rule);
    const rung: boolean[] = [];
    for (const [a, b] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      scene.queues = [depth('a', a), depth('b', b)];
      await scene.minutes(1);
      rung.push(scene.stateOf('both') === 'ALARM');
    }
    expect(rung).toEqual(expected);
  });

  test('rings in the same minute as its children', async () => {
    const scene = await family('ALARM(a)');
    scene.queues = [depth('a', 1), depth('b', 0)];
    await scene.minutes(1);
    expect(scene.notices.map(({ subject }) => subject)).toContain('ALARM: "both" in US East (N. Virginia)');
  });

  test.each(['ALARM(a', 'a AND b', 'ALARM(a) ALARM(b)', 'ALARM(nobody)', 'ALARM(both)', ''])(
    'the rule %j is refused',
    async (rule) => {
      await expect(family(rule)).rejects.toMatchObject({ name: 'ValidationException' });
    },
  );
});

describe('reading alarms', () => {
  test('by name, prefix, state and type', async () => {
    const scene = await watched();
    const { MetricAlarms, CompositeAlarms } = await scene.client.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: 'dead' }),
    );
    expect(CompositeAlarms).toEqual([]);
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'dead-letters',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:dead-letters',
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: scene.now(),
        ActionsEnabled: true,
      },
    ]);
    const ringing = await scene.client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
    expect(ringing.MetricAlarms).toEqual([]);
  });

  test('by metric', async () => {
    const scene = await watched();
    const { Namespace, MetricName, Dimensions } = notEmpty;
    const { MetricAlarms } = await scene.client.send(
      new DescribeAlarmsForMetricCommand({ Namespace, MetricName, Dimensions }),
    );
    expect(MetricAlarms!.map(({ AlarmName }) => AlarmName)).toEqual(['dead-letters']);
  });

  test('history tells of configuration, states and actions, newest first', async () => {
    const scene = await watched();
    scene.queues = [depth('dead', 1)];
    await scene.minutes(1);
    const { AlarmHistoryItems } = await scene.client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'dead-letters' }),
    );
    expect(AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary)).toEqual([
      `Successfully executed action ${topic}`,
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "dead-letters" created',
    ]);
  });

  test('deleting takes all or none', async () => {
    const scene = await watched();
    await expect(
      scene.client.send(new DeleteAlarmsCommand({ AlarmNames: ['dead-letters', 'none'] })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await scene.client.send(new DeleteAlarmsCommand({ AlarmNames: ['dead-letters'] }));
    expect((await scene.client.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([]);
  });
});
