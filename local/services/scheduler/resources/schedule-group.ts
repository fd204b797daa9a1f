import { createScheduleGroup } from '../actions/create-schedule-group.ts';
import { deploymentCall } from './deployment.ts';
import type { Tag } from '@aws-sdk/client-scheduler';
import type { ResourceType } from '../../../template/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html */
export const scheduleGroup: ResourceType = {
  properties: { Name: true, Tags: true },
  create({ properties, physicalName }, { scheduler }) {
    const name = (properties['Name'] as string | undefined) ?? physicalName(64);
    const input = { Name: name, Tags: properties['Tags'] as Tag[] | undefined };
    // One that an earlier run left stays as it is.
    if (!scheduler.store.groups.has(name)) createScheduleGroup(scheduler, input, deploymentCall(scheduler));
    const created = new Date(scheduler.group(name).createdAt).toISOString();
    return {
      ref: name,
      attributes: {
        Arn: scheduler.groupArn(name),
        CreationDate: created,
        LastModificationDate: created,
        State: 'ACTIVE',
      },
    };
  },
};
