import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  paginateListSchedules,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { describe, expect, test } from 'vitest';
import { SchedulerService } from '../../../local/services/scheduler/scheduler-service.ts';
import { clientOptions, type InProcessOptions } from '../sdk.ts';
import { accountId, functionArn, queueArn, roleArn, scene } from './scene.ts';
import type { Demand } from '../../../local/services/service.ts';

function setting(options?: InProcessOptions) {
  const parts = scene();
  const client = new SchedulerClient(clientOptions(new SchedulerService(parts.scheduler), options));
  const create = (input: Partial<CreateScheduleCommandInput> = {}) =>
    client.send(
      new CreateScheduleCommand({
        Name: 'sweeper',
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: functionArn, RoleArn: roleArn },
        ...input,
      }),
    );
  return { ...parts, client, create };
}

const arn = (path: string): string => `arn:aws:scheduler:us-east-1:${accountId}:${path}`;

describe('schedules', () => {
  test('are created and read back with their defaults', async () => {
    const { client, create } = setting();
    const StartDate = new Date('2026-02-01T00:00:00Z');
    expect((await create({ StartDate, Description: 'why' })).ScheduleArn).toBe(arn('schedule/default/sweeper'));
    expect(await client.send(new GetScheduleCommand({ Name: 'sweeper' }))).toMatchObject({
      Arn: arn('schedule/default/sweeper'),
      Name: 'sweeper',
      GroupName: 'default',
      State: 'ENABLED',
      ActionAfterCompletion: 'NONE',
      ScheduleExpression: 'rate(5 minutes)',
      ScheduleExpressionTimezone: 'UTC',
      Description: 'why',
      StartDate,
      CreationDate: new Date('2026-01-01T00:00:00Z'),
      LastModificationDate: new Date('2026-01-01T00:00:00Z'),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: functionArn,
        RoleArn: roleArn,
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  test('are replaced whole by an update', async () => {
    const { client, create, clock } = setting();
    await create({ Description: 'why', State: 'DISABLED' });
    await clock.advance(1000);
    await client.send(
      new UpdateScheduleCommand({
        Name: 'sweeper',
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 },
        Target: { Arn: functionArn, RoleArn: roleArn },
      }),
    );
    const read = await client.send(new GetScheduleCommand({ Name: 'sweeper' }));
    expect(read).toMatchObject({ State: 'ENABLED', ScheduleExpression: 'rate(1 hour)' });
    expect(read.Description).toBeUndefined();
    expect(read.LastModificationDate!.getTime() - read.CreationDate!.getTime()).toBe(1000);
  });

  test('are deleted', async () => {
    const { client, create } = setting();
    await create();
    await client.send(new DeleteScheduleCommand({ Name: 'sweeper' }));
    const missing = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };
    await expect(client.send(new GetScheduleCommand({ Name: 'sweeper' }))).rejects.toMatchObject(missing);
    await expect(client.send(new DeleteScheduleCommand({ Name: 'sweeper' }))).rejects.toMatchObject({
      ...missing,
      message: 'Schedule sweeper does not exist.',
    });
  });

  test('are created once for one token, and conflict without it', async () => {
    const { create } = setting();
    await create({ ClientToken: 'a' });
    expect((await create({ ClientToken: 'a' })).ScheduleArn).toBe(arn('schedule/default/sweeper'));
    await expect(create({ ClientToken: 'b' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Schedule sweeper already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('are listed by name, group, prefix and state, page by page', async () => {
    const { client, create } = setting();
    await client.send(new CreateScheduleGroupCommand({ Name: 'night' }));
    for (const Name of ['b', 'a', 'ab']) await create({ Name });
    await create({ Name: 'z', GroupName: 'night', State: 'DISABLED' });
    const names = async (input: object): Promise<unknown[]> =>
      (await client.send(new ListSchedulesCommand(input))).Schedules!.map(({ Name }) => Name);
    expect(await names({})).toEqual(['a', 'ab', 'b', 'z']);
    expect(await names({ NamePrefix: 'a' })).toEqual(['a', 'ab']);
    expect(await names({ GroupName: 'night' })).toEqual(['z']);
    expect(await names({ State: 'ENABLED' })).toEqual(['a', 'ab', 'b']);
    const pages: number[] = [];
    for await (const { Schedules } of paginateListSchedules({ client, pageSize: 3 }, {})) pages.push(Schedules!.length);
    expect(pages).toEqual([3, 1]);
    await expect(names({ NextToken: 'nonsense' })).rejects.toMatchObject({ message: 'Invalid NextToken provided.' });
  });
});

describe('groups', () => {
  test('hold schedules and take them along when they are deleted', async () => {
    const { client, create, scheduler } = setting();
    const { ScheduleGroupArn } = await client.send(new CreateScheduleGroupCommand({ Name: 'night' }));
    expect(ScheduleGroupArn).toBe(arn('schedule-group/night'));
    await create({ GroupName: 'night' });
    await create();
    const read = await client.send(new GetScheduleGroupCommand({ Name: 'night' }));
    expect(read).toMatchObject({ Name: 'night', State: 'ACTIVE' });
    await client.send(new DeleteScheduleGroupCommand({ Name: 'night' }));
    expect(scheduler.schedules().map(({ groupName }) => groupName)).toEqual(['default']);
    await expect(create({ GroupName: 'night' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule group night does not exist.',
    });
  });

  test('begin with one by default, which stays', async () => {
    const { client } = setting();
    const { ScheduleGroups } = await client.send(new ListScheduleGroupsCommand({}));
    expect(ScheduleGroups!.map(({ Name }) => Name)).toEqual(['default']);
    await expect(client.send(new DeleteScheduleGroupCommand({ Name: 'default' }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(client.send(new CreateScheduleGroupCommand({ Name: 'default' }))).rejects.toMatchObject({
      name: 'ConflictException',
    });
  });

  test('have tags', async () => {
    const { client } = setting();
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    const { ScheduleGroupArn: ResourceArn } = await client.send(
      new CreateScheduleGroupCommand({ Name: 'night', Tags }),
    );
    await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '3' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['b'] }));
    const read = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(read.Tags).toEqual([{ Key: 'a', Value: '3' }]);
  });
});

describe('what is not valid', () => {
  const constraint = (member: string, rest: string): string =>
    `1 validation error detected: Value ${member} failed to satisfy constraint: Member must ${rest}`;
  const target = { Arn: functionArn, RoleArn: roleArn };
  const at = (date: string): Date => new Date(date);

  test.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ['a name', { Name: 'a b' }, constraint("'a b' at 'name'", 'satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$')],
    ['a long name', { Name: 'a'.repeat(65) }, 'have length less than or equal to 64'],
    ['an expression', { ScheduleExpression: 'rate(5)' }, 'Invalid Schedule Expression rate(5).'],
    ['a zone', { ScheduleExpressionTimezone: 'Mars' }, 'Invalid ScheduleExpressionTimezone Mars.'],
    ['a state', { State: 'ON' as never }, 'satisfy enum value set: [ENABLED, DISABLED]'],
    [
      'a window',
      { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 1441 } },
      'value less than or equal to 1440',
    ],
    ['a window without a length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'MaximumWindowInMinutes must be set'],
    ['a length without a window', { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 1 } }, 'cannot be set'],
    ['an old start', { StartDate: at('2025-12-31T23:54:59Z') }, 'cannot be earlier than 5 minutes ago'],
    ['an end in the past', { EndDate: at('2025-12-31T00:00:00Z') }, 'cannot be in the past'],
    [
      'an end before the start',
      { StartDate: at('2026-03-01'), EndDate: at('2026-02-01') },
      'must come after the StartDate',
    ],
    ['no target', { Target: undefined }, constraint("null at 'target'", 'not be null')],
    ['a target that is no ARN', { Target: { ...target, Arn: 'sweep' } }, 'Provided Arn is not in correct format.'],
    ['a role that is none', { Target: { ...target, RoleArn: 'admin' } }, 'Provided RoleArn is not in correct format.'],
    ['an input that is no JSON for a function', { Target: { ...target, Input: 'hello' } }, 'Invalid Input'],
    [
      'a FIFO queue without a group',
      { Target: { ...target, Arn: `${queueArn}.fifo` } },
      'MessageGroupId must be specified',
    ],
    [
      'a group for a function',
      { Target: { ...target, SqsParameters: { MessageGroupId: 'g' } } },
      'does not support SqsParameters',
    ],
    [
      'too many retries',
      { Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 186 } } },
      'less than or equal to 185',
    ],
    [
      'a FIFO dead-letter queue',
      { Target: { ...target, DeadLetterConfig: { Arn: `${queueArn}.fifo` } } },
      'standard SQS queue',
    ],
  ])('is refused: %s', async (_title, input, message) => {
    const { create } = setting();
    await expect(create(input)).rejects.toThrow(message);
  });

  test('is refused as a ValidationException', async () => {
    const { create } = setting();
    await expect(create({ ScheduleExpression: 'cron(0 0 * * * *)' })).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each([
    [
      'arn:aws:scheduler:::aws-sdk:sqs:purgeQueue',
      'The universal target sqs:purgeQueue of a schedule is not simulated',
    ],
    [`arn:aws:states:us-east-1:${accountId}:stateMachine:s`, 'The target states of a schedule is not simulated'],
  ])('a target that is not simulated is refused by name: %s', async (Arn, message) => {
    const { create } = setting();
    await expect(create({ Target: { Arn, RoleArn: roleArn } })).rejects.toMatchObject({
      name: 'NotSimulated',
      message,
    });
  });

  test('a role that does not trust the scheduler is refused', async () => {
    const { create, faults } = setting();
    faults.trusted = false;
    await expect(create()).rejects.toThrow(
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    );
  });
});

test('every action asks for its own permission, and scheduling for passing the role', async () => {
  const demands: Demand[] = [];
  const { client, create } = setting({ authorize: (demand) => demands.push(demand) });
  await create();
  await client.send(new GetScheduleCommand({ Name: 'sweeper' }));
  await client.send(new ListSchedulesCommand({}));
  await client.send(new DeleteScheduleCommand({ Name: 'sweeper' }));
  expect(demands).toEqual([
    { action: 'scheduler:CreateSchedule', resource: arn('schedule/default/sweeper') },
    { action: 'iam:PassRole', resource: roleArn, conditions: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    { action: 'scheduler:GetSchedule', resource: arn('schedule/default/sweeper') },
    { action: 'scheduler:ListSchedules', resource: arn('schedule/*/*') },
    { action: 'scheduler:DeleteSchedule', resource: arn('schedule/default/sweeper') },
  ]);
});

test('an operation that there is not is unknown', async () => {
  const { scheduler } = scene();
  const request = {
    method: 'PATCH',
    path: '/schedules/a',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  const call = { caller: { principal: 'root' }, requestId: 'r', authorize: () => undefined };
  const answer = new SchedulerService(scheduler).handle(request, call);
  expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([404, 'UnknownOperationException']);
});
