import { shortVisibilityMetadata } from '../../constructs/queue-consumer.ts';
import { violation, type DoctorRule } from '../rule.ts';
import { deliveries } from '../deliveries.ts';
import { consumptions, pairs, queues, retentionOf, type Consumption } from '../shapes.ts';
import { ofType, target, type Template } from '../template.ts';

/** SQS's own default, where a template is silent. */
const defaultVisibility = 30;
const longestVisibility = 43_200;

/** Seconds that a queue's visibility must cover, for the given consumer. */
function attempts({ mapping, consumer }: Consumption): number {
  const timeout = consumer.properties.Timeout ?? 3;
  const excused = mapping.resource.Metadata?.[shortVisibilityMetadata] !== undefined;
  if (excused && mapping.properties.BatchSize === 1) return timeout + 60;
  return 6 * timeout + (mapping.properties.MaximumBatchingWindowInSeconds ?? 0);
}

/** AWS's own key for SQS cannot be used by another service; a customer's key must say that it may. */
function keyRefuses(template: Template, key: unknown, service: string): boolean {
  if (key === undefined) return false;
  if (key === 'alias/aws/sqs') return true;
  const own = ofType<{ KeyPolicy?: unknown }>(template, 'AWS::KMS::Key').find(({ id }) => id === target(key));
  return own !== undefined && !JSON.stringify(own.properties.KeyPolicy ?? {}).includes(service);
}

export const queueRules: readonly DoctorRule[] = [
  {
    id: 'visibility-covers-attempts',
    number: 1,
    severity: 'error',
    title: "a queue's visibility covers six attempts and the batching window",
    consequence:
      'A message comes back while it is still worked on, so that two workers have it, and Lambda throttling burns its receives.',
    fix: 'Set VisibilityTimeout to six times the function timeout plus the batching window, at most 43,200 s.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    violations: (template) =>
      consumptions(template).flatMap((consumption) => {
        const visibility = consumption.source.properties.VisibilityTimeout ?? defaultVisibility;
        const needed = attempts(consumption);
        if (visibility >= needed && visibility <= longestVisibility) return [];
        return [violation(consumption.source.id, `hides messages for ${visibility} s where ${needed} s are needed`)];
      }),
  },
  {
    id: 'source-has-dead-letter-queue',
    number: 2,
    severity: 'error',
    title: 'every queue that a function reads has a dead-letter queue',
    consequence: 'A message that always fails is tried until its retention ends and then deleted, without a trace.',
    fix: 'Add a dead-letter queue and a RedrivePolicy.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    violations: (template) =>
      consumptions(template)
        .filter(({ source }) => source.properties.RedrivePolicy === undefined)
        .map(({ source }) => violation(source.id, 'has no RedrivePolicy')),
  },
  {
    id: 'five-receives-or-more',
    number: 3,
    severity: 'warning',
    title: 'a message may be received at least five times',
    consequence: 'Receives that end in a throttled invocation count too: healthy messages are set aside under load.',
    fix: 'Set maxReceiveCount to 5 or more.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html',
    violations: (template) =>
      pairs(template)
        .filter(({ source }) => Number(source.properties.RedrivePolicy!.maxReceiveCount) < 5)
        .map(({ source }) =>
          violation(source.id, `allows ${source.properties.RedrivePolicy!.maxReceiveCount} receives`),
        ),
  },
  {
    id: 'dead-letters-outlive-source',
    number: 4,
    severity: 'error',
    title: 'a dead-letter queue keeps messages longer than its source',
    consequence:
      'In standard queues age counts from the first send: a message set aside late expires before anyone looks.',
    fix: 'Set MessageRetentionPeriod of the dead-letter queue to 1,209,600 s (14 days), the source to less.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html',
    violations: (template) =>
      pairs(template)
        .filter(
          ({ source, deadLetters }) =>
            source.properties.FifoQueue !== true && retentionOf(deadLetters) <= retentionOf(source),
        )
        .map(({ source, deadLetters }) =>
          violation(
            deadLetters.id,
            `keeps messages for ${retentionOf(deadLetters)} s, ${source.id} for ${retentionOf(source)} s`,
          ),
        ),
  },
  {
    id: 'dead-letters-of-same-type',
    number: 5,
    severity: 'error',
    title: 'a dead-letter queue is of the type of its source',
    consequence: 'SQS refuses the redrive policy, and the deployment fails.',
    fix: 'Make both queues FIFO, or neither.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    violations: (template) =>
      pairs(template)
        .filter(
          ({ source, deadLetters }) =>
            (source.properties.FifoQueue === true) !== (deadLetters.properties.FifoQueue === true),
        )
        .map(({ source, deadLetters }) => violation(deadLetters.id, `is not of the type of ${source.id}`)),
  },
  {
    id: 'key-lets-sender-in',
    number: 44,
    severity: 'error',
    title: 'a queue that a service sends to is encrypted under a key which that service may use',
    consequence: 'SNS and S3 cannot encrypt for the queue: every delivery fails, and most of it without a sound.',
    fix: 'Use SqsManagedSseEnabled, or a key of your own whose policy lets the service call kms:GenerateDataKey* and kms:Decrypt.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html',
    violations: (template) =>
      deliveries(template)
        .filter(({ queue, service }) => keyRefuses(template, queue.properties.KmsMasterKeyId, service))
        .map(({ queue, service }) => violation(queue.id, `is encrypted under a key that ${service} may not use`)),
  },
  {
    id: 'high-throughput-whole',
    number: 57,
    severity: 'warning',
    title: 'a FIFO queue has both high-throughput properties or none',
    consequence: 'One of the two alone changes nothing: the queue stays at 300 calls a second for each action.',
    fix: 'Set DeduplicationScope to messageGroup and FifoThroughputLimit to perMessageGroupId.',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html',
    violations: (template) =>
      queues(template)
        .filter(({ properties }) => properties.FifoQueue === true)
        .filter(
          ({ properties: { DeduplicationScope, FifoThroughputLimit } }) =>
            (DeduplicationScope === 'messageGroup') !== (FifoThroughputLimit === 'perMessageGroupId'),
        )
        .map(({ id }) => violation(id, 'has one of the two high-throughput properties')),
  },
];
