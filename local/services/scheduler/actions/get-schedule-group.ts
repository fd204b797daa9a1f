import { checkName } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';
import type { GroupRecord } from '../store.ts';

export interface NamedGroupInput {
  readonly Name?: string | undefined;
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetScheduleGroup.html */
export function getScheduleGroup(scheduler: Scheduler, input: NamedGroupInput, call: Call): Record<string, unknown> {
  const name = checkName('name', input.Name);
  call.authorize({ action: 'scheduler:GetScheduleGroup', resource: scheduler.groupArn(name) });
  return groupSummary(scheduler, scheduler.group(name));
}

export function groupSummary(scheduler: Scheduler, { name, createdAt, modifiedAt }: GroupRecord) {
  return {
    Arn: scheduler.groupArn(name),
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
    Name: name,
    State: 'ACTIVE',
  };
}
