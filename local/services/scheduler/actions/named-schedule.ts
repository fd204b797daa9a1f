import { checkName } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';
import type { ScheduleRecord } from '../store.ts';

export interface NamedScheduleInput {
  readonly Name?: string | undefined;
  readonly groupName?: string | undefined;
}

/**
 * The schedule that an action names, once its caller is known to be allowed to.
 *
 * @throws AwsError `ValidationException`, `AccessDeniedException`, `ResourceNotFoundException`
 */
export function namedSchedule(
  scheduler: Scheduler,
  action: string,
  input: NamedScheduleInput,
  call: Call,
): ScheduleRecord {
  const name = checkName('name', input.Name);
  const groupName = input.groupName === undefined ? 'default' : checkName('groupName', input.groupName);
  call.authorize({ action: `scheduler:${action}`, resource: scheduler.scheduleArn(groupName, name) });
  scheduler.group(groupName);
  return scheduler.schedule(groupName, name);
}
