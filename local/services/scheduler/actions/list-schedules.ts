import { page, type PageInput } from '../page.ts';
import { checkName, checkOneOf } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

export interface ListSchedulesInput extends PageInput {
  readonly ScheduleGroup?: string | undefined;
  readonly NamePrefix?: string | undefined;
  readonly State?: string | undefined;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html */
export function listSchedules(scheduler: Scheduler, input: ListSchedulesInput, call: Call): Record<string, unknown> {
  const { ScheduleGroup, NamePrefix, State } = input;
  const group = ScheduleGroup === undefined ? undefined : checkName('scheduleGroup', ScheduleGroup);
  const prefix = NamePrefix === undefined ? '' : checkName('namePrefix', NamePrefix);
  const state = State === undefined ? undefined : checkOneOf('state', State, ['ENABLED', 'DISABLED']);
  call.authorize({ action: 'scheduler:ListSchedules', resource: scheduler.scheduleArn(group ?? '*', '*') });
  if (group !== undefined) scheduler.group(group);
  const fitting = scheduler
    .schedules()
    .filter(
      ({ groupName, name, enabled }) =>
        (group === undefined || groupName === group) &&
        name.startsWith(prefix) &&
        (state === undefined || enabled === (state === 'ENABLED')),
    );
  const { items, NextToken } = page(fitting, ({ groupName, name }) => `${groupName}/${name}`, input);
  const Schedules = items.map(({ groupName, name, enabled, createdAt, modifiedAt, target }) => ({
    Arn: scheduler.scheduleArn(groupName, name),
    CreationDate: createdAt / 1000,
    GroupName: groupName,
    LastModificationDate: modifiedAt / 1000,
    Name: name,
    State: enabled ? 'ENABLED' : 'DISABLED',
    Target: { Arn: target.Arn },
  }));
  return { Schedules, NextToken };
}
