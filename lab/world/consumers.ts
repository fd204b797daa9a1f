import { Duration, type Stack } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { FailureTable } from '../../lib/constructs/failure-table.ts';
import { NodeFunction } from '../../lib/constructs/node-function.ts';
import { QueueConsumer, type QueueConsumerProps } from '../../lib/constructs/queue-consumer.ts';
import { WorkQueue } from '../../lib/constructs/work-queue.ts';

/** A queue and the function that works through it, whoever made them. */
export interface Workplace {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly worker: NodeFunction;
  /** Of ours, as their constructs. */
  readonly consumer?: QueueConsumer;
  readonly workQueue?: WorkQueue;
}

export interface WorkplaceProps extends Partial<Pick<QueueConsumerProps, 'batchSize' | 'batchingWindow'>> {
  /** A handler of `lab/handlers` or of the product. */
  readonly entry: string;
  /** @default - 60 seconds */
  readonly timeout?: Duration;
  /** @default false */
  readonly fifo?: boolean;
  /** @default 10 */
  readonly maxConcurrency?: number;
  /**
   * Whether a naive consumer's answer names what failed; ours always does.
   *
   * @default false
   */
  readonly reportFailures?: boolean;
  /**
   * After how many receives SQS itself sets a message of a naive consumer aside; ours are counted from the outage that is
   * tolerated.
   *
   * @default - never
   */
  readonly maxReceiveCount?: number;
}

/** As one gets it by taking every default: nothing moves what keeps failing, and a batch succeeds or fails as one. */
export function naiveConsumer(stack: Stack, props: WorkplaceProps): Workplace {
  const { entry, timeout = Duration.seconds(60), maxConcurrency = 10, batchSize = 10, batchingWindow } = props;
  const fifo = props.fifo === true && { fifo: true };
  const deadLetterQueue = new Queue(stack, 'DeadLetterQueue', { ...fifo });
  const queue = new Queue(stack, 'Queue', {
    ...fifo,
    visibilityTimeout: timeout,
    ...(props.maxReceiveCount !== undefined && {
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: props.maxReceiveCount },
    }),
  });
  const worker = new NodeFunction(stack, 'Naive', { entry, timeout });
  worker.setEnvironment('queueUrl', queue.queueUrl);
  worker.setEnvironment('deadLetterQueueUrl', deadLetterQueue.queueUrl);
  deadLetterQueue.grantSendMessages(worker);
  queue.grantConsumeMessages(worker);
  new EventSourceMapping(stack, 'Mapping', {
    target: worker.function,
    eventSourceArn: queue.queueArn,
    batchSize,
    ...(batchingWindow !== undefined && { maxBatchingWindow: batchingWindow }),
    maxConcurrency,
    reportBatchItemFailures: props.reportFailures ?? false,
  });
  return { queue, deadLetterQueue, worker };
}

/** The constructs with their own defaults. */
export function spillwayConsumer(stack: Stack, props: WorkplaceProps, id = 'Work'): Workplace {
  const { entry, timeout = Duration.seconds(60), fifo = false, maxConcurrency = 10, batchSize, batchingWindow } = props;
  const queue = new WorkQueue(stack, id, {
    fifo,
    consumerTimeout: timeout,
    ...(batchingWindow !== undefined && { batchingWindow }),
  });
  const consumer = new QueueConsumer(queue, 'Consumer', {
    queue,
    entry,
    timeout,
    maxConcurrency,
    failures: failuresOf(stack),
    ...(batchSize !== undefined && { batchSize }),
    ...(batchingWindow !== undefined && { batchingWindow }),
  });
  return {
    queue: queue.queue,
    deadLetterQueue: queue.deadLetterQueue,
    worker: consumer.function,
    consumer,
    workQueue: queue,
  };
}

/** One table for all consumers of a stack. */
function failuresOf(stack: Stack): FailureTable {
  return (stack.node.tryFindChild('Failures') as FailureTable | undefined) ?? new FailureTable(stack, 'Failures');
}

/** The stack of a scenario that needs a queue with its consumer and no more. */
export function placesOf(build: (stack: Stack) => Workplace) {
  return (stack: Stack) => {
    const { queue, deadLetterQueue } = build(stack);
    return { Tasks: queue, DeadLetters: deadLetterQueue };
  };
}
