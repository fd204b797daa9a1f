import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { updateSchedule } from '../../../local/services/scheduler/actions/update-schedule.ts';
import { Scheduler } from '../../../local/services/scheduler/scheduler.ts';
import { accountId, call, functionArn, queueArn, roleArn, schedule, scene } from './scene.ts';

const minutes = (count: number): number => count * 60_000;
const epoch = (text: string): number => Date.parse(text) / 1000;

describe('when', () => {
  test('a rate starts within the first minute and then keeps its pace', async () => {
    const { create, clock, seconds } = scene();
    create();
    await clock.advance(minutes(12));
    expect(seconds()).toEqual([60, 360, 660]);
  });

  test('a start date is the first occurrence of a rate, an end date lets nothing come after it', async () => {
    const { create, clock, seconds } = scene();
    create({
      ScheduleExpression: 'rate(1 minute)',
      StartDate: epoch('2026-01-01T00:10:00Z'),
      EndDate: epoch('2026-01-01T00:12:00Z'),
    });
    await clock.advance(minutes(60));
    expect(seconds()).toEqual([600, 660, 720]);
  });

  test('a start date also holds back a cron schedule', async () => {
    const { create, clock, seconds } = scene();
    create({ ScheduleExpression: 'cron(0/10 * * * ? *)', StartDate: epoch('2026-01-01T00:20:00Z') });
    await clock.advance(minutes(31));
    expect(seconds()).toEqual([1200, 1800]);
  });

  test('a one-time schedule runs once, in its zone', async () => {
    const { create, clock, seconds, scheduler } = scene();
    create({ ScheduleExpression: 'at(2026-01-01T02:00:00)', ScheduleExpressionTimezone: 'Europe/Berlin' });
    await clock.advance(minutes(24 * 60));
    expect(seconds()).toEqual([3600]);
    expect(scheduler.schedules()).toHaveLength(1);
  });

  test('a disabled schedule does not run until it is enabled', async () => {
    const { create, clock, seconds, scheduler } = scene();
    create({ State: 'DISABLED', ScheduleExpression: 'rate(1 minute)' });
    await clock.advance(minutes(10));
    expect(seconds()).toEqual([]);
    updateSchedule(scheduler, schedule({ ScheduleExpression: 'rate(1 minute)' }), call);
    await clock.advance(minutes(1));
    expect(seconds()).toEqual([660]);
  });

  test('a flexible window moves each run within it, the same way in every run of one seed', async () => {
    const run = async (): Promise<number[]> => {
      const { create, clock, seconds } = scene();
      const FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 } as const;
      create({ ScheduleExpression: 'cron(0 * * * ? *)', FlexibleTimeWindow });
      await clock.advance(minutes(60 * 6));
      return seconds();
    };
    const moved = await run();
    expect(moved.map((at) => Math.floor(at / 3600))).toEqual([1, 2, 3, 4, 5]);
    expect(moved.every((at) => at % 3600 < 900)).toBe(true);
    expect(new Set(moved.map((at) => at % 3600)).size).toBe(5);
    expect(await run()).toEqual(moved);
  });

  test('a deleted schedule runs no more', async () => {
    const { create, clock, seconds, scheduler } = scene();
    create();
    scheduler.remove(scheduler.schedule('default', 'sweeper'), 'deleted');
    await clock.advance(minutes(10));
    expect(seconds()).toEqual([]);
  });
});

describe('after its last run', () => {
  test('a one-time schedule that asked for it is deleted', async () => {
    const { create, clock, events, scheduler } = scene();
    create({ ScheduleExpression: 'at(2026-01-01T01:00:00)', ActionAfterCompletion: 'DELETE' });
    await clock.advance(minutes(61));
    expect(scheduler.schedules()).toEqual([]);
    expect(events()).toEqual(['created', 'fired', 'delivered', 'completed']);
  });

  test('a recurring one is deleted once its end date leaves nothing to come', async () => {
    const { create, clock, seconds, scheduler } = scene();
    create({ ActionAfterCompletion: 'DELETE', EndDate: epoch('2026-01-01T00:07:00Z') });
    await clock.advance(minutes(5));
    expect(scheduler.schedules()).toHaveLength(1);
    await clock.advance(minutes(5));
    expect(seconds()).toEqual([60, 360]);
    expect(scheduler.schedules()).toEqual([]);
  });

  test('one that was changed while its target was slow stays', async () => {
    const { create, clock, faults, scheduler } = scene();
    faults.next = () => new AwsError('ServiceException', 'down', { status: 500 });
    create({ ScheduleExpression: 'at(2026-01-01T00:01:00)', ActionAfterCompletion: 'DELETE' });
    await clock.advance(minutes(1));
    updateSchedule(scheduler, schedule({ ScheduleExpression: 'at(2027-01-01T00:00:00)' }), call);
    delete faults.next;
    await clock.advance(minutes(1));
    expect(scheduler.schedules()).toHaveLength(1);
  });
});

describe('the target', () => {
  const target = async (Target: Parameters<typeof schedule>[0], inputs = 1) => {
    const { create, clock, sent } = scene();
    create(Target);
    await clock.advance(minutes(1));
    expect(sent).toHaveLength(inputs);
    return sent[0]!;
  };

  test('is called on the rights of its role, with an event of the scheduler unless told', async () => {
    const { arn, input, caller } = await target({});
    expect([arn, caller]).toEqual([functionArn, { principal: roleArn }]);
    expect(input).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: accountId,
      time: '2026-01-01T00:01:00Z',
      region: 'us-east-1',
      resources: [`arn:aws:scheduler:us-east-1:${accountId}:schedule/default/sweeper`],
      detail: '{}',
    });
  });

  test('gets its own input, with what it asks about the run filled in', async () => {
    const Input =
      '{"of":"<aws.scheduler.schedule-arn>","at":"<aws.scheduler.scheduled-time>","try":<aws.scheduler.attempt-number>,"id":"<aws.scheduler.execution-id>","x":"<aws.scheduler.nonsense>"}';
    const { input } = await target({ Target: { Arn: functionArn, RoleArn: roleArn, Input } });
    expect(input).toEqual({
      of: `arn:aws:scheduler:us-east-1:${accountId}:schedule/default/sweeper`,
      at: '2026-01-01T00:01:00Z',
      try: 1,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      x: '<aws.scheduler.nonsense>',
    });
  });

  test('may be a FIFO queue, with a group', async () => {
    const SqsParameters = { MessageGroupId: 'g' };
    const { input } = await target({
      Target: { Arn: `${queueArn}.fifo`, RoleArn: roleArn, Input: 'plain text', SqsParameters },
    });
    expect(input).toEqual({ body: 'plain text', messageGroupId: 'g' });
  });

  test('may be a topic', async () => {
    const topicArn = `arn:aws:sns:us-east-1:${accountId}:news`;
    const { arn, input } = await target({ Target: { Arn: topicArn, RoleArn: roleArn, Input: 'hello' } });
    expect([arn, input]).toEqual([topicArn, 'hello']);
  });
});

describe('a target that does not take the call', () => {
  const down = () => new AwsError('ServiceException', 'down', { status: 500 });
  const DeadLetterConfig = { Arn: queueArn };

  test('is called again with growing waits, and told the attempt', async () => {
    const { create, clock, sent, faults, seconds, events } = scene();
    let failures = 3;
    faults.next = () => (failures-- > 0 ? down() : undefined);
    const Input = '{"try":<aws.scheduler.attempt-number>}';
    create({ Target: { Arn: functionArn, RoleArn: roleArn, Input } });
    await clock.advance(minutes(2));
    expect(seconds()).toEqual([67]);
    expect(sent[0]!.input).toEqual({ try: 4 });
    expect(events()).toEqual(['created', 'fired', 'failed', 'failed', 'failed', 'delivered']);
  });

  test('is called as often as the retry policy allows, then its event is set aside with the reason', async () => {
    const { create, clock, sent, faults, events } = scene();
    faults.next = ({ arn }) => (arn === functionArn ? down() : undefined);
    const RetryPolicy = { MaximumRetryAttempts: 2 };
    create({ Target: { Arn: functionArn, RoleArn: roleArn, Input: '{"a":1}', RetryPolicy, DeadLetterConfig } });
    await clock.advance(minutes(4));
    expect(events()).toEqual(['created', 'fired', 'failed', 'failed', 'failed', 'dead-lettered']);
    expect(sent[0]).toMatchObject({
      arn: queueArn,
      caller: { principal: roleArn },
      input: {
        body: '{"a":1}',
        attributes: {
          ERROR_CODE: 'ServiceException',
          ERROR_MESSAGE: 'down',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
          SCHEDULED_TIME: '2026-01-01T00:01:00Z',
          SCHEDULE_ARN: `arn:aws:scheduler:us-east-1:${accountId}:schedule/default/sweeper`,
          TARGET_ARN: functionArn,
        },
      },
    });
  });

  test('is not called when its event has grown too old', async () => {
    const { create, clock, sent, faults } = scene();
    faults.next = ({ arn }) => (arn === functionArn ? down() : undefined);
    const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
    create({ Target: { Arn: functionArn, RoleArn: roleArn, RetryPolicy, DeadLetterConfig } });
    await clock.advance(minutes(4));
    expect(sent[0]).toMatchObject({
      at: 60 + 31,
      input: { attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds', RETRY_ATTEMPTS: '5' } },
    });
  });

  test('is not called again where it refuses the caller, but is where it throttles', async () => {
    const attempts = async (error: AwsError): Promise<number> => {
      const { create, clock, faults, events } = scene();
      faults.next = () => error;
      create({ Target: { Arn: functionArn, RoleArn: roleArn, RetryPolicy: { MaximumRetryAttempts: 3 } } });
      await clock.advance(minutes(3));
      return events().filter((event) => event === 'failed').length;
    };
    expect(await attempts(new AwsError('AccessDeniedException', 'no', { status: 403 }))).toBe(1);
    expect(await attempts(new AwsError('TooManyRequestsException', 'busy', { status: 429 }))).toBe(4);
  });

  test('loses its event where there is no queue for it, or none that takes it, and the journal says so', async () => {
    for (const deadLetter of [{}, { DeadLetterConfig }]) {
      const { create, clock, faults, events } = scene();
      faults.next = () => new AwsError('AccessDeniedException', 'no', { status: 403 });
      create({ Target: { Arn: functionArn, RoleArn: roleArn, ...deadLetter } });
      await clock.advance(minutes(2));
      expect(events()).toEqual(['created', 'fired', 'failed', 'lost']);
    }
  });

  test('because the simulator is at fault is reported', async () => {
    const { create, clock, faults, events } = scene();
    faults.next = () => new TypeError('oops');
    create();
    await clock.advance(minutes(2));
    expect(events()).toEqual(['created', 'fired', 'fault']);
  });
});

describe('a scheduler built up again from its changes', () => {
  /** A scene whose scheduler can be stopped and built up again. */
  function restartable() {
    const { scheduler, ...rest } = scene();
    const changes: string[] = [];
    const follow = ({ store }: Scheduler): void => {
      store.onChange = (change) => changes.push(JSON.stringify(change));
    };
    follow(scheduler);
    const restart = (): Scheduler => {
      const again = new Scheduler(scheduler.surroundings, scheduler.ports);
      for (const change of changes) again.store.restore(JSON.parse(change) as never);
      follow(again);
      again.resume();
      return again;
    };
    return { ...rest, scheduler, restart };
  }

  test('goes on', async () => {
    const { create, clock, seconds, scheduler, restart } = restartable();
    create({ ScheduleExpression: 'rate(1 minute)' });
    create({ Name: 'gone' });
    scheduler.remove(scheduler.schedule('default', 'gone'), 'deleted');
    scheduler.stop();
    restart();
    await clock.advance(minutes(2));
    expect(seconds()).toEqual([60, 120]);
  });

  test('makes up for a one-time schedule that fell due meanwhile, and for nothing that recurs', async () => {
    const { create, clock, seconds, scheduler, restart } = restartable();
    create({ Name: 'once', ScheduleExpression: 'at(2026-01-01T00:01:00)', ActionAfterCompletion: 'DELETE' });
    create({ ScheduleExpression: 'rate(4 minutes)' });
    scheduler.stop();
    await clock.advance(minutes(3));
    const again = restart();
    await clock.advance(minutes(1));
    expect(seconds()).toEqual([180]);
    expect(again.schedules().map(({ name }) => name)).toEqual(['sweeper']);
  });

  test('repeats no one-time schedule that ran, also where it is kept', async () => {
    const { create, clock, seconds, scheduler, restart } = restartable();
    create({ ScheduleExpression: 'at(2026-01-01T00:01:00)' });
    await clock.advance(minutes(2));
    scheduler.stop();
    restart();
    await clock.advance(minutes(2));
    expect(seconds()).toEqual([60]);
  });
});
