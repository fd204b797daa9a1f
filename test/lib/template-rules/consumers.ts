import {
  consumerDeadLetterQueues,
  consumptions,
  queue,
  statementsOfRole,
  subscriptionDeadLetterQueues,
} from './shapes.ts';
import type { FunctionProperties, MappingProperties } from './shapes.ts';
import { list, mentions, ofType, target, type Template, type TemplateRule } from './template.ts';

const mappings = (template: Template) => ofType<MappingProperties>(template, 'AWS::Lambda::EventSourceMapping');

/** Sums, by function, of what its mappings run at the same time. */
function concurrency(template: Template): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { consumer, mapping } of consumptions(template)) {
    const most = mapping.properties.ScalingConfig?.MaximumConcurrency ?? 0;
    sums.set(consumer.id, (sums.get(consumer.id) ?? 0) + most);
  }
  return sums;
}

function retentions(template: Template, sourceId: string): number {
  const source = queue(template, sourceId)?.properties;
  const deadLetters = queue(template, target(source?.RedrivePolicy?.deadLetterTargetArn))?.properties;
  return (source?.MessageRetentionPeriod ?? 345_600) + (deadLetters?.MessageRetentionPeriod ?? 345_600);
}

export const consumerRules: readonly TemplateRule[] = [
  {
    number: 13,
    title: 'only the messages that failed are retried',
    violations: (template) =>
      mappings(template)
        .filter(({ properties }) => !list(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'))
        .map(({ id }) => `${id} retries the whole batch`),
  },
  {
    number: 17,
    title: 'a FIFO queue is read in batches of up to ten without a window',
    violations: (template) =>
      consumptions(template)
        .filter(({ source }) => source.properties.FifoQueue === true)
        .filter(
          ({ mapping: { properties } }) =>
            (properties.BatchSize ?? 10) > 10 || properties.MaximumBatchingWindowInSeconds !== undefined,
        )
        .map(({ id }) => `${id} asks a FIFO queue for more than it gives`),
  },
  {
    number: 18,
    title: 'maximum concurrency is at least two',
    violations: (template) =>
      consumptions(template)
        .filter(({ mapping }) => (mapping.properties.ScalingConfig?.MaximumConcurrency ?? 2) < 2)
        .map(({ id }) => `${id} has a maximum concurrency below 2`),
  },
  {
    number: 19,
    title: 'reserved concurrency, where set, holds all that the mappings run',
    violations: (template) => {
      const sums = concurrency(template);
      return ofType<FunctionProperties>(template, 'AWS::Lambda::Function')
        .filter(({ id, properties }) => (properties.ReservedConcurrentExecutions ?? Infinity) < (sums.get(id) ?? 0))
        .map(({ id }) => `${id} is throttled by its own reserve`);
    },
  },
  {
    number: 20,
    title: 'every queue mapping bounds what runs at the same time',
    violations: (template) =>
      consumptions(template)
        .filter(({ mapping: { properties } }) => !properties.ScalingConfig && !properties.ProvisionedPollerConfig)
        .map(({ id }) => `${id} has no bound`),
  },
  {
    number: 26,
    title: 'no queue mapping filters, because filtered messages are deleted',
    violations: (template) =>
      consumptions(template)
        .filter(({ mapping }) => mapping.properties.FilterCriteria !== undefined)
        .map(({ id }) => `${id} deletes what its filter does not match`),
  },
  {
    number: 28,
    title: 'idempotency records outlive queue and dead-letter queue together',
    violations: (template) =>
      consumptions(template).flatMap(({ consumer, source }) => {
        const variables = consumer.properties.Environment?.Variables ?? {};
        if (variables['IDEMPOTENCY_TABLE'] === undefined) return [];
        const lasts = Number(variables['IDEMPOTENCY_SECONDS']);
        return lasts > retentions(template, source.id) ? [] : [`${consumer.id} forgets after ${lasts} s`];
      }),
  },
  {
    number: 47,
    title: 'no function reads a dead-letter queue',
    violations: (template) => {
      const deadLetters = [...consumerDeadLetterQueues(template), ...subscriptionDeadLetterQueues(template)];
      return mappings(template)
        .filter(({ properties }) => deadLetters.includes(target(properties.EventSourceArn) ?? ''))
        .map(({ id }) => `${id} reads a dead-letter queue`);
    },
  },
  {
    number: 60,
    title: 'no function may send to a queue that it reads',
    violations: (template) =>
      consumptions(template)
        .filter(({ consumer, source }) =>
          statementsOfRole(template, target(consumer.properties.Role)).some(
            ({ Action, Resource }) =>
              list(Action).some((action) => /^sqs:(SendMessage|\*)/.test(action)) &&
              mentions(Resource).includes(source.id),
          ),
        )
        .map(({ consumer, source }) => `${consumer.id} may send to ${source.id}`),
  },
  {
    number: 62,
    title: 'a window delays messages only where it makes batches of more than ten',
    violations: (template) =>
      consumptions(template)
        .filter(
          ({ mapping: { properties } }) =>
            (properties.MaximumBatchingWindowInSeconds ?? 0) > 0 && (properties.BatchSize ?? 10) <= 10,
        )
        .map(({ id }) => `${id} waits for nothing`),
  },
];
