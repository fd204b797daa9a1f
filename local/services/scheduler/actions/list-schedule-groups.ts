import { page, type PageInput } from '../page.ts';
import { checkName } from '../validation.ts';
import { groupSummary } from './get-schedule-group.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

export interface ListScheduleGroupsInput extends PageInput {
  readonly NamePrefix?: string | undefined;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListScheduleGroups.html */
export function listScheduleGroups(
  scheduler: Scheduler,
  input: ListScheduleGroupsInput,
  call: Call,
): Record<string, unknown> {
  const prefix = input.NamePrefix === undefined ? '' : checkName('namePrefix', input.NamePrefix);
  call.authorize({ action: 'scheduler:ListScheduleGroups', resource: scheduler.groupArn('*') });
  const fitting = [...scheduler.store.groups.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const { items, NextToken } = page(fitting, ({ name }) => name, input);
  return { ScheduleGroups: items.map((group) => groupSummary(scheduler, group)), NextToken };
}
