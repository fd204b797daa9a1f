import type { Resource, ResourceType } from '../../../template/resource-type.ts';
import type { RuleTarget } from '../rules.ts';

interface TargetProperties {
  readonly Arn: string;
  readonly Id: string;
  readonly Input?: string;
  readonly RoleArn?: string;
  readonly SqsParameters?: { readonly MessageGroupId?: string };
  readonly RetryPolicy?: {
    readonly MaximumRetryAttempts?: number | string;
    readonly MaximumEventAgeInSeconds?: number | string;
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

const understood = new Set([
  'Arn',
  'DeadLetterConfig',
  'Id',
  'Input',
  'RetryPolicy',
  'RoleArn',
  'SqsParameters',
] satisfies (keyof TargetProperties)[] as string[]);

/**
 * Scheduled rules only. A rule with an event pattern is refused, as its property is not understood.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
 */
export const eventsRule: ResourceType = {
  properties: {
    Description: 'shown in the console only',
    EventBusName: true,
    Name: true,
    RoleArn: true,
    ScheduleExpression: true,
    State: true,
    Tags: 'no cost is allocated',
    Targets: true,
  },
  create(resource, { scheduler }) {
    const { properties, logicalId } = resource;
    const bus = properties['EventBusName'] ?? 'default';
    if (bus !== 'default') throw new Error(`${logicalId}: scheduled rules belong to the default event bus`);
    const name = (properties['Name'] as string | undefined) ?? resource.physicalName(64);
    const { region, accountId } = scheduler.surroundings;
    const arn = `arn:aws:events:${region}:${accountId}:rule/${name}`;
    const roleArn = properties['RoleArn'] as string | undefined;
    const targets = ((properties['Targets'] ?? []) as TargetProperties[]).map((given) =>
      target(resource, given, roleArn),
    );
    const { ScheduleExpression: expression } = properties;
    if (typeof expression !== 'string')
      throw new Error(`${logicalId}: a rule without ScheduleExpression is not simulated`);
    scheduler.rules.put({ name, arn, expression, enabled: properties['State'] !== 'DISABLED', targets });
    return { ref: name, attributes: { Arn: arn } };
  },
};

function target({ logicalId }: Resource, given: TargetProperties, roleArn: string | undefined): RuleTarget {
  for (const name of Object.keys(given))
    if (!understood.has(name)) throw new Error(`${logicalId}: ${name} of a rule's target is not simulated`);
  const service = given.Arn.split(':')[2];
  if (service !== 'lambda' && service !== 'sqs' && service !== 'sns')
    throw new Error(`${logicalId}: the target ${given.Arn} of a rule is not simulated`);
  if (given.Input !== undefined) JSON.parse(given.Input);
  return {
    id: given.Id,
    arn: given.Arn,
    input: given.Input,
    roleArn: given.RoleArn ?? roleArn,
    messageGroupId: given.SqsParameters?.MessageGroupId,
    retries: Number(given.RetryPolicy?.MaximumRetryAttempts ?? 185),
    longestAgeSeconds: Number(given.RetryPolicy?.MaximumEventAgeInSeconds ?? 86_400),
    deadLetterArn: given.DeadLetterConfig?.Arn,
  };
}
