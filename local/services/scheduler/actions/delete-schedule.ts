import { namedSchedule, type NamedScheduleInput } from './named-schedule.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteSchedule.html */
export function deleteSchedule(scheduler: Scheduler, input: NamedScheduleInput, call: Call): Record<string, never> {
  scheduler.remove(namedSchedule(scheduler, 'DeleteSchedule', input, call), 'deleted');
  return {};
}
