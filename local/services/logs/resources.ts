import type { ResourceType } from '../../template/resource-type.ts';

export const logsResources: Readonly<Record<string, ResourceType>> = {
  'AWS::Logs::LogGroup': {
    properties: {
      LogGroupName: true,
      RetentionInDays: 'lines are kept by number, not by age',
      Tags: 'no cost is allocated',
    },
    create({ properties, physicalName }, { logs }) {
      const name = (properties['LogGroupName'] as string | undefined) ?? physicalName(512);
      logs.createGroup(name);
      const { region, accountId } = logs.surroundings;
      return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
    },
  },
};
