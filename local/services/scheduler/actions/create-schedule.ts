import { AwsError } from '../../aws-error.ts';
import { readSchedule, type ScheduleInput } from '../schedule-input.ts';
import { checkRole } from './grants.ts';
import type { CreateScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export function createSchedule(scheduler: Scheduler, input: ScheduleInput, call: Call): CreateScheduleOutput {
  const settings = readSchedule(scheduler, input);
  const { groupName, name, clientToken } = settings;
  const ScheduleArn = scheduler.scheduleArn(groupName, name);
  call.authorize({ action: 'scheduler:CreateSchedule', resource: ScheduleArn });
  scheduler.group(groupName);
  const existing = scheduler.store.schedules.get(`${groupName}/${name}`);
  if (existing !== undefined) {
    if (clientToken !== undefined && clientToken === existing.clientToken) return { ScheduleArn };
    throw new AwsError('ConflictException', `Schedule ${name} already exists.`, { status: 409 });
  }
  checkRole(scheduler, groupName, settings.target.RoleArn!, call);
  const now = scheduler.surroundings.clock.now();
  scheduler.put({ ...settings, createdAt: now, modifiedAt: now });
  return { ScheduleArn };
}
