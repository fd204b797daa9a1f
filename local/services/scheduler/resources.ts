import { eventsRule } from './resources/events-rule.ts';
import { schedule } from './resources/schedule.ts';
import { scheduleGroup } from './resources/schedule-group.ts';
import type { ResourceType } from '../../template/resource-type.ts';

export const schedulerResources: Readonly<Record<string, ResourceType>> = {
  'AWS::Events::Rule': eventsRule,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': scheduleGroup,
};
