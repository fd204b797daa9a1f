import type { Resource, ResourceType } from '../../template/resource-type.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
const logGroup: ResourceType = {
  properties: {
    KmsKeyId: 'encryption at rest cannot be seen from outside',
    LogGroupClass: 'every class keeps lines',
    LogGroupName: true,
    RetentionInDays: true,
    Tags: 'no cost is allocated',
  },
  create(resource, { logs }) {
    const name = (resource.properties['LogGroupName'] as string | undefined) ?? resource.physicalName(512);
    return { ref: name, attributes: { Arn: logs.createGroup(name, retention(resource)).arn } };
  },
};

function retention({ logicalId, properties }: Resource): number | undefined {
  if (properties['RetentionInDays'] === undefined) return undefined;
  const days = Number(properties['RetentionInDays']);
  if (retentions.has(days)) return days;
  throw new Error(`${logicalId}: RetentionInDays must be one of ${[...retentions].join(', ')}, got ${days}`);
}

export const logsResources: Readonly<Record<string, ResourceType>> = { 'AWS::Logs::LogGroup': logGroup };
