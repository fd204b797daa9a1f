import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FailureTable } from '../../../lib/constructs/failure-table.ts';
import {
  QueueConsumer,
  shortVisibilityMetadata,
  type QueueConsumerProps,
} from '../../../lib/constructs/queue-consumer.ts';
import { WorkQueue, type WorkQueueProps } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

function made(props: Partial<QueueConsumerProps> = {}, queueProps: WorkQueueProps = {}) {
  const stack = smallStack();
  const queue = new WorkQueue(stack, 'Work', queueProps);
  new QueueConsumer(stack, 'Consumer', {
    queue,
    failures: new FailureTable(stack, 'Failures'),
    entry: queueProps.fifo === true ? entries.inOrder : entries.parallel,
    maxConcurrency: 2,
    ...props,
  });
  return { queue, template: templateOf(stack) };
}

const statement = (...actions: string[]) =>
  Match.objectLike({ Action: actions.length === 1 ? actions[0] : actions, Effect: 'Allow' });

describe('QueueConsumer', () => {
  test('ten messages at a time, failures reported one by one, concurrency bounded', () => {
    made({ maxConcurrency: 7 }).template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 7 },
      MaximumBatchingWindowInSeconds: Match.absent(),
    });
  });

  test('the function knows its queue, the dead-letter queue, the receives and the backoff it was sized for', () => {
    const { queue, template } = made({}, { backoff: { baseSeconds: 2, capSeconds: 120 } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          QUEUE_URL: { Ref: Match.stringLikeRegexp('^WorkQueue') },
          DEAD_LETTER_QUEUE_URL: { Ref: Match.stringLikeRegexp('^WorkDeadLetterQueue') },
          MAX_RECEIVE_COUNT: String(queue.maxReceiveCount),
          BACKOFF_BASE_SECONDS: '2',
          BACKOFF_CAP_SECONDS: '120',
          FAILURE_TABLE: { Ref: Match.stringLikeRegexp('^FailuresTable') },
        }),
      },
    });
  });

  test('it may work through its queue, set messages aside and write failures', () => {
    made().template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          statement('sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'),
          statement('sqs:SendMessage'),
          statement('dynamodb:UpdateItem'),
        ]),
      },
    });
  });

  test('one long task may be hidden for one attempt only, and the template says why', () => {
    const reason = 'a transcode of 15 minutes cannot be hidden six times over';
    const { template } = made(
      { batchSize: 1, timeout: Duration.minutes(15), shortVisibility: { reason } },
      { visibilityTimeout: Duration.minutes(16) },
    );
    template.hasResource('AWS::Lambda::EventSourceMapping', { Metadata: { [shortVisibilityMetadata]: reason } });
  });

  test('a FIFO queue takes a handler that keeps the order', () => {
    expect(() => made({}, { fifo: true })).not.toThrow();
  });

  test('a large batch takes a window', () => {
    const window = Duration.seconds(5);
    expect(() => made({ batchSize: 100, batchingWindow: window }, { batchingWindow: window })).not.toThrow();
  });

  test.each<[string, Partial<QueueConsumerProps>, WorkQueueProps, RegExp]>([
    [
      'concurrency 1',
      { maxConcurrency: 1 },
      {},
      /maxConcurrency must be 2 to 1000, got 1: for one at a time use a FIFO/,
    ],
    ['a batch of 11', { batchSize: 11 }, {}, /batchSize without batchingWindow must be 1 to 10, got 11: /],
    ['a batch of 0', { batchSize: 0 }, {}, /batchSize must be 1 to 10000, got 0: /],
    [
      'a window of 6 min',
      { batchingWindow: Duration.minutes(6) },
      {},
      /batchingWindow must be 1 to 300 seconds, got 6 min/,
    ],
    ['a FIFO batch of 11', { batchSize: 11 }, { fifo: true }, /batchSize on a FIFO queue must be 1 to 10, got 11: /],
    [
      'a window on a FIFO queue',
      { batchingWindow: Duration.seconds(1) },
      { fifo: true },
      /batchingWindow on a FIFO queue must be none, got 1 second: /,
    ],
    [
      'a timeout longer than the queue was made for',
      { timeout: Duration.seconds(31) },
      {},
      /visibilityTimeout of the queue must be at least 6 × .*, got 3 minutes against 3 minutes 6 seconds: /,
    ],
    [
      'a window that the visibility does not hold',
      { timeout: Duration.seconds(30), batchingWindow: Duration.seconds(1) },
      {},
      /visibilityTimeout of the queue must be at least 6 × .* the batching window, /,
    ],
    [
      'a short visibility without a reason',
      { shortVisibility: { reason: ' ' } },
      {},
      /shortVisibility.reason must be a sen/,
    ],
    [
      'a short visibility for batches',
      { shortVisibility: { reason: 'a long task that runs alone' } },
      {},
      /batchSize with shortVisibility must be 1, got 10: /,
    ],
    [
      'a visibility shorter than one attempt',
      { batchSize: 1, timeout: Duration.minutes(3), shortVisibility: { reason: 'a long task that runs alone' } },
      {},
      /must be at least the function timeout \+ 1 minute, even with shortVisibility, got 3 minutes against 4 min/,
    ],
  ])('%s is refused with its remedy', (_title, props, queueProps, message) => {
    expect(() => made(props, queueProps)).toThrow(message);
  });

  test('F06: a FIFO queue worked through in parallel is refused at synth, with the remedy', () => {
    expect(() => made({ entry: entries.parallel }, { fifo: true })).toThrow(
      /works through its batch in parallel must be only on a standard queue, .*: call consume with fifo: true/,
    );
  });
});
