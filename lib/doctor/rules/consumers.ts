import { statementsOfRole } from '../policies.ts';
import { violation, type DoctorRule } from '../rule.ts';
import {
  consumerDeadLetterQueues,
  consumptions,
  subscriptionDeadLetterQueues,
  type FunctionProperties,
  type MappingProperties,
} from '../shapes.ts';
import { list, mentions, ofType, target, type Template } from '../template.ts';

/** Sums, by function, of what its mappings run at the same time. */
function concurrency(template: Template): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { consumer, mapping } of consumptions(template)) {
    const most = mapping.properties.ScalingConfig?.MaximumConcurrency ?? 0;
    sums.set(consumer.id, (sums.get(consumer.id) ?? 0) + most);
  }
  return sums;
}

export const consumerRules: readonly DoctorRule[] = [
  {
    id: 'reports-batch-item-failures',
    number: 13,
    severity: 'error',
    title: 'only the messages that failed are retried',
    consequence:
      'One failure returns the whole batch: what had succeeded is done again, and good messages reach the dead-letter queue with the bad one.',
    fix: 'Set FunctionResponseTypes to [ReportBatchItemFailures] and return batchItemFailures.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html',
    violations: (template) =>
      consumptions(template)
        .filter(({ mapping }) => !list(mapping.properties.FunctionResponseTypes).includes('ReportBatchItemFailures'))
        .map(({ id }) => violation(id, 'retries the whole batch')),
  },
  {
    id: 'fifo-batch-within-limits',
    number: 17,
    severity: 'error',
    title: 'a FIFO queue is read in batches of up to ten without a window',
    consequence: 'Lambda refuses the mapping, and the deployment fails.',
    fix: 'Set BatchSize to 10 or less and leave MaximumBatchingWindowInSeconds out.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html',
    violations: (template) =>
      consumptions(template)
        .filter(({ source }) => source.properties.FifoQueue === true)
        .filter(
          ({ mapping: { properties } }) =>
            (properties.BatchSize ?? 10) > 10 || (properties.MaximumBatchingWindowInSeconds ?? 0) > 0,
        )
        .map(({ id }) => violation(id, 'asks a FIFO queue for more than it gives')),
  },
  {
    id: 'maximum-concurrency-of-two',
    number: 18,
    severity: 'error',
    title: 'maximum concurrency is at least two',
    consequence: 'Lambda refuses the mapping, and the deployment fails.',
    fix: 'Set MaximumConcurrency to 2 or more; for one at a time use a FIFO queue with one message group.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    violations: (template) =>
      consumptions(template)
        .filter(({ mapping }) => (mapping.properties.ScalingConfig?.MaximumConcurrency ?? 2) < 2)
        .map(({ id }) => violation(id, 'has a maximum concurrency below 2')),
  },
  {
    id: 'reserve-holds-mappings',
    number: 19,
    severity: 'error',
    title: 'reserved concurrency, where set, holds all that the mappings run',
    consequence: 'The pollers hand over more than the function may run: throttled receives set healthy messages aside.',
    fix: 'Leave ReservedConcurrentExecutions out, or set it to the sum of MaximumConcurrency of all mappings or more.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    violations: (template) => {
      const sums = concurrency(template);
      return ofType<FunctionProperties>(template, 'AWS::Lambda::Function')
        .filter(({ id, properties }) => (properties.ReservedConcurrentExecutions ?? Infinity) < (sums.get(id) ?? 0))
        .map(({ id, properties }) =>
          violation(id, `reserves ${properties.ReservedConcurrentExecutions} where its mappings run ${sums.get(id)}`),
        );
    },
  },
  {
    id: 'mapping-is-bounded',
    number: 20,
    severity: 'warning',
    title: 'every queue mapping bounds what runs at the same time',
    consequence:
      'A backlog scales the function up to the account limit: what is downstream drowns, and other functions are throttled.',
    fix: 'Set ScalingConfig.MaximumConcurrency to what the downstream bears.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html',
    violations: (template) =>
      consumptions(template)
        .filter(
          ({ mapping: { properties } }) =>
            properties.ScalingConfig === undefined && properties.ProvisionedPollerConfig === undefined,
        )
        .map(({ id }) => violation(id, 'has no bound')),
  },
  {
    id: 'mapping-filters-nothing',
    number: 26,
    severity: 'error',
    title: 'no queue mapping filters, because filtered messages are deleted',
    consequence:
      'Lambda deletes messages that match no filter; they reach neither the function nor the dead-letter queue.',
    fix: 'Route before the queue (filter policy of an SNS subscription), or decide in the function.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html',
    violations: (template) =>
      consumptions(template)
        .filter(({ mapping }) => mapping.properties.FilterCriteria !== undefined)
        .map(({ id }) => violation(id, 'deletes what its filter does not match')),
  },
  {
    id: 'dead-letters-are-not-consumed',
    number: 47,
    severity: 'error',
    title: 'no function reads a dead-letter queue',
    consequence: 'The evidence is eaten as it arrives, or goes round in circles; the alarm on the queue stays silent.',
    fix: 'Leave dead-letter queues to people: look, mend, redrive (StartMessageMoveTask).',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html',
    violations: (template) => {
      const deadLetters = [...consumerDeadLetterQueues(template), ...subscriptionDeadLetterQueues(template)];
      return ofType<MappingProperties>(template, 'AWS::Lambda::EventSourceMapping')
        .filter(({ properties }) => deadLetters.includes(target(properties.EventSourceArn) ?? ''))
        .map(({ id }) => violation(id, 'reads a dead-letter queue'));
    },
  },
  {
    id: 'no-self-requeue',
    number: 60,
    severity: 'error',
    title: 'no function may send to a queue that it reads',
    consequence: 'Lambda takes it for a loop and stops the function after about 16 rounds of one message.',
    fix: 'Delay by ChangeMessageVisibility or a one-time schedule; drop the grant.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
    violations: (template) =>
      consumptions(template)
        .filter(({ consumer, source }) =>
          statementsOfRole(template, target(consumer.properties.Role)).some(
            ({ Effect, Action, Resource }) =>
              Effect === 'Allow' &&
              list(Action).some((action) => /^sqs:(SendMessage|\*)/.test(action)) &&
              mentions(Resource).includes(source.id),
          ),
        )
        .map(({ consumer, source }) => violation(consumer.id, `may send to ${source.id}, which it reads`)),
  },
];
