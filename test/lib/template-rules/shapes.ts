import { list, ofType, target, type Found, type Template } from './template.ts';

export interface QueueProperties {
  readonly FifoQueue?: boolean;
  readonly VisibilityTimeout?: number;
  readonly MessageRetentionPeriod?: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown; readonly maxReceiveCount: number };
  readonly RedriveAllowPolicy?: { readonly redrivePermission: string; readonly sourceQueueArns?: readonly unknown[] };
  readonly SqsManagedSseEnabled?: boolean;
  readonly KmsMasterKeyId?: unknown;
  readonly DeduplicationScope?: string;
  readonly FifoThroughputLimit?: string;
  readonly QueueName?: string;
}

export interface MappingProperties {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly ProvisionedPollerConfig?: unknown;
  readonly FilterCriteria?: unknown;
}

export interface FunctionProperties {
  readonly Timeout?: number;
  readonly Role: unknown;
  readonly ReservedConcurrentExecutions?: number;
  readonly LoggingConfig?: { readonly LogGroup?: unknown };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
}

export interface SubscriptionProperties {
  readonly TopicArn: unknown;
  readonly Endpoint: unknown;
  readonly Protocol: string;
  readonly RawMessageDelivery?: boolean;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown };
  readonly FilterPolicy?: Readonly<Record<string, readonly unknown[]>>;
  readonly FilterPolicyScope?: string;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: string | { readonly AWS?: unknown; readonly Service?: string | readonly string[] };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyProperties {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles?: readonly unknown[];
  readonly Queues?: readonly unknown[];
  readonly Topics?: readonly unknown[];
  readonly Bucket?: unknown;
}

export interface AlarmProperties {
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic?: string;
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly AlarmActions?: readonly unknown[];
}

export type Queue = Found<QueueProperties>;

export const queues = (template: Template): Queue[] => ofType<QueueProperties>(template, 'AWS::SQS::Queue');

/** A queue by logical id, of any role. */
export function queue(template: Template, id: string | undefined): Queue | undefined {
  return queues(template).find((found) => found.id === id);
}

/** What an SQS mapping joins. */
export interface Consumption {
  readonly id: string;
  readonly mapping: Found<MappingProperties>;
  readonly source: Queue;
  readonly consumer: Found<FunctionProperties>;
}

/** Every event source mapping that reads a queue of this template. */
export function consumptions(template: Template): Consumption[] {
  const functions = ofType<FunctionProperties>(template, 'AWS::Lambda::Function');
  return ofType<MappingProperties>(template, 'AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const source = queue(template, target(mapping.properties.EventSourceArn));
    const consumer = functions.find(({ id }) => id === target(mapping.properties.FunctionName));
    return source === undefined || consumer === undefined ? [] : [{ id: mapping.id, mapping, source, consumer }];
  });
}

/** Logical ids of queues that SQS moves failed messages to. */
export function consumerDeadLetterQueues(template: Template): string[] {
  return queues(template).flatMap(({ properties }) => target(properties.RedrivePolicy?.deadLetterTargetArn) ?? []);
}

/** Logical ids of queues that SNS moves undelivered messages to. */
export function subscriptionDeadLetterQueues(template: Template): string[] {
  return subscriptions(template).flatMap(
    ({ properties }) => target(properties.RedrivePolicy?.deadLetterTargetArn) ?? [],
  );
}

export const subscriptions = (template: Template) => ofType<SubscriptionProperties>(template, 'AWS::SNS::Subscription');

/** Statements of a role's policies: what the functions that carry it may do. */
export function statementsOfRole(template: Template, role: string | undefined): Statement[] {
  return ofType<PolicyProperties>(template, 'AWS::IAM::Policy')
    .filter(({ properties }) => list(properties.Roles).some((ref) => target(ref) === role))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}

/** Statements of the resource policies of a queue or topic. */
export function statementsOfResource(template: Template, id: string): Statement[] {
  return ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']
    .flatMap((type) => ofType<PolicyProperties>(template, type))
    .filter(({ properties: { Queues, Topics } }) =>
      [...list(Queues), ...list(Topics)].some((ref) => target(ref) === id),
    )
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
}
