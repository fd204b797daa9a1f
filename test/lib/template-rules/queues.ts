import { shortVisibilityMetadata } from '../../../lib/constructs/queue-consumer.ts';
import {
  consumerDeadLetterQueues,
  consumptions,
  queue,
  queues,
  subscriptionDeadLetterQueues,
  type Consumption,
} from './shapes.ts';
import { target, type Template, type TemplateRule } from './template.ts';

const fourteenDays = 1_209_600;
/** SQS's own defaults, where a template is silent. */
const defaultVisibility = 30;
const defaultRetention = 345_600;

/** Source queues with the dead-letter queue each names. */
function pairs(template: Template) {
  return queues(template).flatMap((source) => {
    const deadLetters = queue(template, target(source.properties.RedrivePolicy?.deadLetterTargetArn));
    return deadLetters === undefined ? [] : [{ source, deadLetters }];
  });
}

/** Seconds that a queue's visibility must cover, for the given consumer. */
function attempts({ mapping, consumer }: Consumption): number {
  const timeout = consumer.properties.Timeout ?? 3;
  const excused = mapping.resource.Metadata?.[shortVisibilityMetadata] !== undefined;
  if (excused && mapping.properties.BatchSize === 1) return timeout + 60;
  return 6 * timeout + (mapping.properties.MaximumBatchingWindowInSeconds ?? 0);
}

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

export const queueRules: readonly TemplateRule[] = [
  {
    number: 1,
    title: "a queue's visibility covers six attempts and the batching window",
    violations: (template) =>
      consumptions(template)
        .filter((consumption) => {
          const visibility = consumption.source.properties.VisibilityTimeout ?? defaultVisibility;
          return visibility < attempts(consumption) || visibility > 43_200;
        })
        .map((consumption) => `${consumption.source.id} must hide messages for ${attempts(consumption)} s or more`),
  },
  {
    number: 2,
    title: 'every queue that a function reads has a dead-letter queue',
    violations: (template) =>
      consumptions(template)
        .filter(({ source }) => source.properties.RedrivePolicy === undefined)
        .map(({ source }) => `${source.id} has no RedrivePolicy`),
  },
  {
    number: 3,
    title: 'a message may be received at least five times',
    violations: (template) =>
      pairs(template)
        .filter(({ source }) => source.properties.RedrivePolicy!.maxReceiveCount < 5)
        .map(({ source }) => `${source.id} allows ${source.properties.RedrivePolicy!.maxReceiveCount} receives`),
  },
  {
    number: 4,
    title: 'a dead-letter queue keeps messages for 14 days, longer than its source',
    violations: (template) => [
      ...[...consumerDeadLetterQueues(template), ...subscriptionDeadLetterQueues(template)]
        .filter((id) => queue(template, id)?.properties.MessageRetentionPeriod !== fourteenDays)
        .map((id) => `${id} keeps messages for less than 14 days`),
      ...pairs(template)
        .filter(({ source }) => (source.properties.MessageRetentionPeriod ?? defaultRetention) >= fourteenDays)
        .map(({ source }) => `${source.id} keeps messages as long as its dead-letter queue`),
    ],
  },
  {
    number: 5,
    title: 'a dead-letter queue is of the type of its source',
    violations: (template) =>
      pairs(template)
        .filter(({ source, deadLetters }) => source.properties.FifoQueue !== deadLetters.properties.FifoQueue)
        .map(({ source, deadLetters }) => `${deadLetters.id} is not of the type of ${source.id}`),
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
        .map(({ id }) => `${id} may be used as a dead-letter queue by others`);
    },
  },
  {
    number: 44,
    title: 'queues are encrypted with the key of SQS, under which SNS can deliver',
    violations: (template) =>
      queues(template)
        .filter(({ properties }) => properties.SqsManagedSseEnabled !== true || properties.KmsMasterKeyId !== undefined)
        .map(({ id }) => `${id} is not encrypted with the key of SQS`),
  },
  {
    number: 57,
    title: 'a FIFO queue has both high-throughput properties',
    violations: (template) =>
      queues(template)
        .filter(({ properties }) => properties.FifoQueue === true)
        .filter(
          ({ id, properties }) =>
            !subscriptionDeadLetterQueues(template).includes(id) &&
            (properties.DeduplicationScope !== 'messageGroup' ||
              properties.FifoThroughputLimit !== 'perMessageGroupId'),
        )
        .map(({ id }) => `${id} stays at 300 calls a second`),
  },
];
