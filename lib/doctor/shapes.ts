import { ofType, target, type Found, type Template } from './template.ts';

export interface QueueProperties {
  readonly FifoQueue?: boolean;
  readonly VisibilityTimeout?: number;
  readonly MessageRetentionPeriod?: number;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: unknown; readonly maxReceiveCount: number | string };
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
  /** Metric math: each may stand for a metric of its own. */
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: AlarmMetric } }[];
}

type AlarmMetric = Pick<AlarmProperties, 'MetricName' | 'Dimensions'>;

export type Queue = Found<QueueProperties>;

/** SQS's own default, where a template is silent: four days. */
const defaultRetention = 345_600;

export const retentionOf = ({ properties }: Queue): number => properties.MessageRetentionPeriod ?? defaultRetention;

export const queues = (template: Template): Queue[] => ofType<QueueProperties>(template, 'AWS::SQS::Queue');

/** A queue by logical id, of any role. */
export function queue(template: Template, id: string | undefined): Queue | undefined {
  return queues(template).find((found) => found.id === id);
}

/** Source queues with the dead-letter queue each names, where both are in this template. */
export function pairs(template: Template): { readonly source: Queue; readonly deadLetters: Queue }[] {
  return queues(template).flatMap((source) => {
    const deadLetters = queue(template, target(source.properties.RedrivePolicy?.deadLetterTargetArn));
    return deadLetters === undefined ? [] : [{ source, deadLetters }];
  });
}

/** What an SQS mapping joins. */
export interface Consumption {
  readonly id: string;
  readonly mapping: Found<MappingProperties>;
  readonly source: Queue;
  readonly consumer: Found<FunctionProperties>;
}

/** The function that a reference means, by way of an alias or version where it names one. */
export function functionOf(template: Template, reference: unknown): Found<FunctionProperties> | undefined {
  const id = target(reference);
  const own = id === undefined ? undefined : template.Resources[id];
  if (id === undefined || own === undefined) return undefined;
  if (/^AWS::Lambda::(Alias|Version)$/.test(own.Type)) return functionOf(template, own.Properties?.['FunctionName']);
  return { id, resource: own, properties: own.Properties as unknown as FunctionProperties };
}

/** Every event source mapping that reads a queue of this template. */
export function consumptions(template: Template): Consumption[] {
  return ofType<MappingProperties>(template, 'AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    const source = queue(template, target(mapping.properties.EventSourceArn));
    const consumer = functionOf(template, mapping.properties.FunctionName);
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
