import { eventTypeAttribute, eventTypes } from '../../../contracts/event-types.ts';
import { notifications } from '../../../lib/doctor/deliveries.ts';
import { violation, type TemplateRule } from '../../../lib/doctor/rule.ts';
import {
  consumerDeadLetterQueues,
  pairs,
  queue,
  queues,
  subscriptionDeadLetterQueues,
  subscriptions,
  type SubscriptionProperties,
} from '../../../lib/doctor/shapes.ts';
import { target, type Template } from '../../../lib/doctor/template.ts';

const fourteenDays = 1_209_600;

function allowsOnlyItsSource(template: Template, id: string): boolean {
  const allow = queue(template, id)?.properties.RedriveAllowPolicy;
  const sources = pairs(template).filter(({ deadLetters }) => deadLetters.id === id);
  const text = JSON.stringify(allow?.sourceQueueArns ?? []);
  return (
    allow?.redrivePermission === 'byQueue' &&
    allow.sourceQueueArns?.length === sources.length &&
    sources.every(({ source }) => text.includes(`:${source.properties.QueueName}"`))
  );
}

/** S3 sets no message attributes: a filter would keep everything back. */
function filtersRightly(template: Template, properties: SubscriptionProperties): boolean {
  const fromBucket = notifications(template).some(({ to }) => target(to) === target(properties.TopicArn));
  if (!fromBucket) return filtersByKnownType(properties);
  return properties.FilterPolicy === undefined;
}

function filtersByKnownType({ FilterPolicy, FilterPolicyScope }: SubscriptionProperties): boolean {
  if (FilterPolicyScope !== undefined && FilterPolicyScope !== 'MessageAttributes') return false;
  const keys = Object.keys(FilterPolicy ?? {});
  const types: readonly unknown[] = FilterPolicy?.[eventTypeAttribute] ?? [];
  return keys.length === 1 && types.length > 0 && types.every((type) => eventTypes.includes(type as never));
}

const toQueues = (template: Template) =>
  subscriptions(template).filter(({ properties }) => properties.Protocol === 'sqs');

export const queueRules: readonly TemplateRule[] = [
  {
    number: 4,
    title: 'every dead-letter queue keeps messages for 14 days',
    violations: (template) =>
      [...consumerDeadLetterQueues(template), ...subscriptionDeadLetterQueues(template)]
        .filter((id) => queue(template, id)?.properties.MessageRetentionPeriod !== fourteenDays)
        .map((id) => violation(id, 'keeps messages for less than 14 days')),
  },
  {
    number: 10,
    title: 'no topic invokes a function',
    violations: (template) =>
      subscriptions(template)
        .filter(({ properties }) => properties.Protocol === 'lambda')
        .map(({ id }) => violation(id, 'invokes a function without a queue between')),
  },
  {
    number: 11,
    title: 'a dead-letter queue is for its source alone, and no other queue serves as one',
    violations: (template) => {
      const deadLetters = new Set(consumerDeadLetterQueues(template));
      return queues(template)
        .filter(({ id, properties }) =>
          deadLetters.has(id)
            ? !allowsOnlyItsSource(template, id)
            : properties.RedriveAllowPolicy?.redrivePermission !== 'denyAll',
        )
        .map(({ id }) => violation(id, 'may be used as a dead-letter queue by others'));
    },
  },
  {
    number: 23,
    title: 'queues get messages as they were sent, without the envelope of SNS',
    violations: (template) =>
      toQueues(template)
        .filter(({ properties }) => properties.RawMessageDelivery !== true)
        .map(({ id }) => violation(id, 'wraps messages')),
  },
  {
    number: 25,
    title: 'subscriptions filter by event type alone, and name only types that exist',
    violations: (template) =>
      toQueues(template)
        .filter(({ properties }) => !filtersRightly(template, properties))
        .map(({ id }) => violation(id, 'filters by something that no message may carry')),
  },
  {
    number: 44,
    title: 'queues are encrypted with the key of SQS, under which SNS can deliver',
    violations: (template) =>
      queues(template)
        .filter(({ properties }) => properties.SqsManagedSseEnabled !== true || properties.KmsMasterKeyId !== undefined)
        .map(({ id }) => violation(id, 'is not encrypted with the key of SQS')),
  },
  {
    number: 57,
    title: 'a FIFO queue that functions read or that sets aside has both high-throughput properties',
    violations: (template) =>
      queues(template)
        .filter(({ properties }) => properties.FifoQueue === true)
        .filter(
          ({ id, properties }) =>
            !subscriptionDeadLetterQueues(template).includes(id) &&
            (properties.DeduplicationScope !== 'messageGroup' ||
              properties.FifoThroughputLimit !== 'perMessageGroupId'),
        )
        .map(({ id }) => violation(id, 'stays at 300 calls a second')),
  },
];
