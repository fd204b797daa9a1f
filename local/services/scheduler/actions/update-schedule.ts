import { readSchedule, type ScheduleInput } from '../schedule-input.ts';
import { checkRole } from './grants.ts';
import type { UpdateScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/**
 * Replaces all settings: what the input leaves out takes its default.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html
 */
export function updateSchedule(scheduler: Scheduler, input: ScheduleInput, call: Call): UpdateScheduleOutput {
  const { clientToken: _token, ...settings } = readSchedule(scheduler, input);
  const { groupName, name } = settings;
  const ScheduleArn = scheduler.scheduleArn(groupName, name);
  call.authorize({ action: 'scheduler:UpdateSchedule', resource: ScheduleArn });
  scheduler.group(groupName);
  const { createdAt, clientToken } = scheduler.schedule(groupName, name);
  checkRole(scheduler, groupName, settings.target.RoleArn!, call);
  const modifiedAt = scheduler.surroundings.clock.now();
  scheduler.put({ ...settings, createdAt, modifiedAt, ...(clientToken !== undefined && { clientToken }) });
  return { ScheduleArn };
}
