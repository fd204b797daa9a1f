import { AwsError } from '../../aws-error.ts';
import { checkName } from '../validation.ts';
import type { CreateScheduleGroupInput, CreateScheduleGroupOutput } from '@aws-sdk/client-scheduler';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html */
export function createScheduleGroup(
  scheduler: Scheduler,
  input: CreateScheduleGroupInput,
  call: Call,
): CreateScheduleGroupOutput {
  const name = checkName('name', input.Name);
  const ScheduleGroupArn = scheduler.groupArn(name);
  call.authorize({ action: 'scheduler:CreateScheduleGroup', resource: ScheduleGroupArn });
  const { ClientToken: clientToken, Tags: tags = [] } = input;
  const existing = scheduler.store.groups.get(name);
  if (existing !== undefined) {
    if (clientToken !== undefined && clientToken === existing.clientToken) return { ScheduleGroupArn };
    throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, { status: 409 });
  }
  const now = scheduler.surroundings.clock.now();
  const token = clientToken !== undefined && { clientToken };
  scheduler.store.put('groups', name, { name, tags, createdAt: now, modifiedAt: now, ...token });
  scheduler.surroundings.journal({ service: 'scheduler', event: 'group-created', resource: ScheduleGroupArn });
  return { ScheduleGroupArn };
}
