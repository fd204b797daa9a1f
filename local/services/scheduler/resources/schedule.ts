import { createSchedule } from '../actions/create-schedule.ts';
import { updateSchedule } from '../actions/update-schedule.ts';
import { deploymentCall } from './deployment.ts';
import type { FlexibleTimeWindowMode, RetryPolicy, Target } from '@aws-sdk/client-scheduler';
import type { ResourceType } from '../../../template/resource-type.ts';
import type { ScheduleInput } from '../schedule-input.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
export const schedule: ResourceType = {
  properties: {
    ActionAfterCompletion: true,
    Description: true,
    EndDate: true,
    FlexibleTimeWindow: true,
    GroupName: true,
    KmsKeyArn: 'encryption at rest cannot be seen from outside',
    Name: true,
    ScheduleExpression: true,
    ScheduleExpressionTimezone: true,
    StartDate: true,
    State: true,
    Target: true,
  },
  create({ properties, physicalName }, { scheduler }) {
    const given = properties as unknown as Properties;
    const name = given.Name ?? physicalName(64);
    const input = scheduleInput(given, name);
    // One that an earlier run left takes the template's settings.
    const exists = scheduler.store.schedules.has(`${input.GroupName ?? 'default'}/${name}`);
    const { ScheduleArn } = (exists ? updateSchedule : createSchedule)(scheduler, input, deploymentCall(scheduler));
    return { ref: name, attributes: { Arn: ScheduleArn! } };
  },
};

/** CloudFormation takes times as text, and numbers as text too. */
type Properties = Omit<ScheduleInput, 'StartDate' | 'EndDate' | 'FlexibleTimeWindow' | 'Target'> & {
  readonly StartDate?: string;
  readonly EndDate?: string;
  readonly FlexibleTimeWindow: {
    readonly Mode: FlexibleTimeWindowMode;
    readonly MaximumWindowInMinutes?: number | string;
  };
  readonly Target: Omit<Target, 'RetryPolicy'> & {
    readonly RetryPolicy?: Readonly<Record<keyof RetryPolicy, number | string>>;
  };
};

function scheduleInput(given: Properties, name: string): ScheduleInput {
  const { MaximumWindowInMinutes: minutes, Mode } = given.FlexibleTimeWindow;
  const { RetryPolicy: policy, ...target } = given.Target;
  const retry = Object.entries(policy ?? {}).map(([setting, value]) => [setting, Number(value)]);
  return {
    ...given,
    Name: name,
    StartDate: epoch(given.StartDate),
    EndDate: epoch(given.EndDate),
    FlexibleTimeWindow: { Mode, ...(minutes !== undefined && { MaximumWindowInMinutes: Number(minutes) }) },
    Target: { ...target, ...(policy !== undefined && { RetryPolicy: Object.fromEntries(retry) as RetryPolicy }) },
  };
}

function epoch(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}
