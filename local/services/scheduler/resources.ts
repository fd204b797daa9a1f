import type { ResourceType } from '../../template/resource-type.ts';

interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
}

export const schedulerResources: Readonly<Record<string, ResourceType>> = {
  'AWS::Scheduler::Schedule': {
    properties: {
      Name: true,
      Description: 'shown in the console only',
      FlexibleTimeWindow: 'the target runs at the start of the window, which is within it',
      ScheduleExpression: true,
      State: true,
      Target: true,
    },
    create({ properties, physicalName }, { scheduler }) {
      const name = (properties['Name'] as string | undefined) ?? physicalName(64);
      const { region, accountId } = scheduler.surroundings;
      const arn = `arn:aws:scheduler:${region}:${accountId}:schedule/default/${name}`;
      const target = properties['Target'] as Target;
      if (!target.Arn.startsWith('arn:aws:lambda:')) throw new Error(`A schedule for ${target.Arn} is not simulated`);
      scheduler.put({
        arn,
        name,
        expression: String(properties['ScheduleExpression']),
        enabled: properties['State'] !== 'DISABLED',
        targetArn: target.Arn,
        roleArn: target.RoleArn,
        input: target.Input,
      });
      return { ref: name, attributes: { Arn: arn } };
    },
  },
};
