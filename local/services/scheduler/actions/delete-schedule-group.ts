import { checkName, invalid } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { NamedGroupInput } from './get-schedule-group.ts';
import type { Scheduler } from '../scheduler.ts';

/**
 * Deletes a group and its schedules, all at once.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html
 */
export function deleteScheduleGroup(scheduler: Scheduler, input: NamedGroupInput, call: Call): Record<string, never> {
  const name = checkName('name', input.Name);
  const resource = scheduler.groupArn(name);
  call.authorize({ action: 'scheduler:DeleteScheduleGroup', resource });
  if (name === 'default') throw invalid('The default schedule group cannot be deleted.');
  scheduler.group(name);
  for (const schedule of scheduler.schedules()) if (schedule.groupName === name) scheduler.remove(schedule, 'deleted');
  scheduler.store.delete('groups', name);
  scheduler.surroundings.journal({ service: 'scheduler', event: 'group-deleted', resource });
  return {};
}
