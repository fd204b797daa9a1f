import { invalid } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/**
 * Whoever schedules a target must be allowed to hand its role to the scheduler, and the role must trust it
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html).
 *
 * @throws AwsError `AccessDeniedException`, `ValidationException`
 */
export function checkRole(scheduler: Scheduler, groupName: string, roleArn: string, call: Call): void {
  const conditions = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  call.authorize({ action: 'iam:PassRole', resource: roleArn, conditions });
  if (!scheduler.ports.mayAssume(roleArn, scheduler.self(groupName)))
    throw invalid('The execution role you provide must allow AWS EventBridge Scheduler to assume the role.');
}
