import { namedSchedule, type NamedScheduleInput } from './named-schedule.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export function getSchedule(scheduler: Scheduler, input: NamedScheduleInput, call: Call): Record<string, unknown> {
  const schedule = namedSchedule(scheduler, 'GetSchedule', input, call);
  const { groupName, name } = schedule;
  return {
    ActionAfterCompletion: schedule.actionAfterCompletion,
    Arn: scheduler.scheduleArn(groupName, name),
    CreationDate: schedule.createdAt / 1000,
    Description: schedule.description,
    EndDate: schedule.endDate === undefined ? undefined : schedule.endDate / 1000,
    FlexibleTimeWindow: schedule.flexibleTimeWindow,
    GroupName: groupName,
    KmsKeyArn: schedule.kmsKeyArn,
    LastModificationDate: schedule.modifiedAt / 1000,
    Name: name,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    StartDate: schedule.startDate === undefined ? undefined : schedule.startDate / 1000,
    State: schedule.enabled ? 'ENABLED' : 'DISABLED',
    Target: {
      ...schedule.target,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185, ...schedule.target.RetryPolicy },
    },
  };
}
