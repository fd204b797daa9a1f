import { afterEach, describe, expect, test } from 'vitest';
import { RealClock } from '../../local/clock/real-clock.ts';
import { seededRandom } from '../../local/clock/random.ts';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import { clockPage } from '../../local/console/clock-page.ts';
import { createCloud } from '../../local/services/create-cloud.ts';
import { putMetricAlarm } from '../../local/services/cloudwatch/actions/put-metric-alarm.ts';
import { putMetricData } from '../../local/services/cloudwatch/actions/put-metric-data.ts';
import { createTable } from '../../local/services/dynamodb/actions/create-table.ts';
import { putItem } from '../../local/services/dynamodb/actions/put-item.ts';
import { updateTimeToLive } from '../../local/services/dynamodb/actions/update-time-to-live.ts';
import { addFunction } from '../../local/services/lambda/function-settings.ts';
import { createSchedule } from '../../local/services/scheduler/actions/create-schedule.ts';
import { createQueue } from '../../local/services/sqs/actions/create-queue.ts';
import type { TurnableClock } from '../../local/clock/clock.ts';
import type { Call, JournalEntry } from '../../local/services/service.ts';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:q';
const call: Call = {
  caller: { principal: 'arn:aws:iam::000000000000:root' },
  requestId: 'r',
  authorize: () => undefined,
};

const clocks: TurnableClock[] = [];
afterEach(() => {
  for (const clock of clocks.splice(0)) if (clock instanceof RealClock) clock.stop();
});

function scene(clock: TurnableClock) {
  clocks.push(clock);
  const journal: JournalEntry[] = [];
  const invoked: unknown[] = [];
  const cloud = createCloud(
    {
      clock,
      random: seededRandom(1),
      accountId: '000000000000',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => void journal.push(entry),
    },
    {
      environments: () => ({
        invoke: async (event) => {
          invoked.push(event);
          return { kind: 'ok', payload: 'null' };
        },
        stop: () => undefined,
      }),
    },
  );
  const turn = async (advanceSeconds: number): Promise<void> => {
    await clockPage(clock, 1, { method: 'POST', body: Buffer.from(JSON.stringify({ advanceSeconds })) });
    // What fell due may wait for promises before it goes on.
    for (let each = 0; each < 20; each += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { cloud, journal, invoked, turn, clock };
}

describe.each([
  ['a virtual clock', () => new VirtualClock()],
  ['the real clock', () => new RealClock()],
])('turning %s', (_name, makeClock) => {
  test('ends a delay', async () => {
    const { cloud, turn } = scene(makeClock());
    createQueue(cloud.sqs, { QueueName: 'q' }, call);
    cloud.sqs.send(queueArn, { MessageBody: 'later', DelaySeconds: 900 }, call);
    await turn(890);
    expect(cloud.sqs.depth(queueArn)).toMatchObject({ delayed: 1, visible: 0 });
    await turn(11);
    expect(cloud.sqs.depth(queueArn)).toMatchObject({ delayed: 0, visible: 1 });
  });

  test('ends a visibility timeout', async () => {
    const { cloud, turn } = scene(makeClock());
    createQueue(cloud.sqs, { QueueName: 'q', Attributes: { VisibilityTimeout: '3600' } }, call);
    cloud.sqs.send(queueArn, { MessageBody: 'again' }, call);
    cloud.sqs.receive(queueArn, { most: 1 }, call);
    await turn(3601);
    expect(cloud.sqs.receive(queueArn, { most: 1 }, call)).toHaveLength(1);
  });

  test('ends retention', async () => {
    const { cloud, turn, journal } = scene(makeClock());
    createQueue(cloud.sqs, { QueueName: 'q', Attributes: { MessageRetentionPeriod: '345600' } }, call);
    cloud.sqs.send(queueArn, { MessageBody: 'old' }, call);
    await turn(345_601);
    expect(cloud.sqs.depth(queueArn)!.visible).toBe(0);
    expect(journal.filter(({ event }) => event === 'expired')).toHaveLength(1);
  });

  test('ends the life of an item', async () => {
    const { cloud, turn, clock } = scene(makeClock());
    createTable(
      cloud.dynamodb,
      {
        TableName: 'sessions',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      },
      call,
    );
    const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
    updateTimeToLive(cloud.dynamodb, { TableName: 'sessions', TimeToLiveSpecification }, call);
    const until = String(Math.floor(clock.now() / 1000) + 86_400);
    putItem(cloud.dynamodb, { TableName: 'sessions', Item: { id: { S: 'x' }, until: { N: until } } }, call);
    await turn(86_000);
    expect(cloud.dynamodb.table('sessions').rows.size).toBe(1);
    await turn(2000);
    expect(cloud.dynamodb.table('sessions').rows.size).toBe(0);
  });

  test('makes a schedule due', async () => {
    const { cloud, turn, invoked } = scene(makeClock());
    const role = cloud.iam.createRole('scheduler').arn;
    cloud.iam.attach('scheduler', { Statement: { Effect: 'Allow', Action: 'lambda:*', Resource: '*' } });
    addFunction(cloud.lambda, {
      functionName: 'f',
      codePath: '/code',
      handler: 'index.handler',
      runtime: 'nodejs24.x',
      role,
    });
    createSchedule(
      cloud.scheduler,
      {
        Name: 's',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: cloud.lambda.functionArn('f'), RoleArn: role, Input: '{"due":true}' },
      },
      call,
    );
    await turn(2 * 3600);
    expect(invoked).toContainEqual({ due: true });
  });

  test('makes an alarm see what was measured', async () => {
    const { cloud, turn } = scene(makeClock());
    putMetricAlarm(
      cloud.cloudwatch,
      {
        AlarmName: 'a',
        Namespace: 'Shop',
        MetricName: 'Lost',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'ignore',
      },
      call,
    );
    putMetricData(cloud.cloudwatch, { Namespace: 'Shop', MetricData: [{ MetricName: 'Lost', Value: 3 }] }, call);
    await turn(121);
    expect(cloud.cloudwatch.store.alarms.get('a')).toMatchObject({ state: { value: 'ALARM' } });
  });
});
