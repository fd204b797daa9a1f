import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource, Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { sourceRoot } from '../bundling/code.ts';
import type { FailureTable } from './failure-table.ts';
import { consumerLimits, enforce } from './limits.ts';
import { NodeFunction, type NodeFunctionProps } from './node-function.ts';
import type { WorkQueue } from './work-queue.ts';

export interface QueueConsumerProps extends NodeFunctionProps {
  readonly queue: WorkQueue;
  /** Where the handler writes why messages failed. */
  readonly failures: FailureTable;
  /**
   * Batches worked on at the same time, 2 to 1000: times batchSize, the most that anything downstream sees at once.
   * There is no reserved concurrency, which would throttle and so spend receives.
   */
  readonly maxConcurrency: number;
  /**
   * Messages in one invocation: 1 to 10, to 10000 on a standard queue with a window.
   *
   * @default 10
   */
  readonly batchSize?: number;
  /**
   * How long Lambda waits for a batch to fill, 1 to 300 seconds. Standard queues only; it delays every message of a
   * quiet queue.
   *
   * @default - none
   */
  readonly batchingWindow?: Duration;
  /**
   * For one long task at a time: the queue's visibility covers one attempt and a minute instead of six attempts.
   *
   * @default - not allowed
   */
  readonly shortVisibility?: { readonly reason: string };
}

/** Under this key the template says why a queue's visibility is shorter than six attempts. */
export const shortVisibilityMetadata = 'Spillway::ShortVisibility';

/**
 * A function that works through a queue. Failed messages alone return (`ReportBatchItemFailures`); the function may
 * read its queue, hide its messages and set them aside, never send to the queue it reads.
 *
 * @example
 * new QueueConsumer(this, 'Process', { queue, entry: 'lambdas/orders/process.ts', failures, maxConcurrency: 8 });
 */
export class QueueConsumer extends Construct {
  readonly function: NodeFunction;
  readonly eventSourceMapping: EventSourceMapping;
  readonly batchSize: number;
  /** Batches worked on at the same time, at most. */
  readonly maxConcurrency: number;

  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id);
    const {
      queue,
      failures,
      maxConcurrency,
      batchSize = 10,
      batchingWindow,
      shortVisibility,
      ...functionProps
    } = props;
    this.batchSize = batchSize;
    this.maxConcurrency = maxConcurrency;
    this.function = new NodeFunction(this, 'Function', functionProps);
    enforce(this, consumerLimits.maxConcurrency, maxConcurrency);
    this.enforceBatch(queue.fifo, batchSize, batchingWindow);
    this.enforceVisibility(queue, batchSize, batchingWindow, shortVisibility?.reason);
    if (queue.fifo) enforce(this, consumerLimits.inOrder, worksInParallel(join(sourceRoot(this), props.entry)));

    this.eventSourceMapping = new EventSourceMapping(this, 'Mapping', {
      target: this.function.function,
      eventSourceArn: queue.queue.queueArn,
      batchSize,
      maxBatchingWindow: batchingWindow,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
    if (shortVisibility !== undefined) {
      const mapping = this.eventSourceMapping.node.defaultChild as CfnResource;
      mapping.addMetadata(shortVisibilityMetadata, shortVisibility.reason);
    }
    this.connect(queue);
    failures.connect(this.function);
  }

  private enforceBatch(fifo: boolean, batchSize: number, window: Duration | undefined): void {
    if (fifo) {
      enforce(this, consumerLimits.fifoWindow, window);
      enforce(this, consumerLimits.fifoBatch, batchSize);
      return;
    }
    enforce(this, consumerLimits.batch, batchSize);
    if (window === undefined) enforce(this, consumerLimits.batchWithoutWindow, batchSize);
    else enforce(this, consumerLimits.window, window);
  }

  private enforceVisibility(queue: WorkQueue, batchSize: number, window = Duration.seconds(0), reason?: string): void {
    const given = queue.visibilityTimeout;
    const timeout = this.function.timeout;
    if (reason === undefined) {
      const bound = Duration.seconds(6 * timeout.toSeconds()).plus(window);
      enforce(this, consumerLimits.visibilityCoversAttempts, { given, bound });
      return;
    }
    enforce(this, consumerLimits.reason, reason);
    enforce(this, consumerLimits.shortVisibilityAlone, batchSize);
    enforce(this, consumerLimits.visibilityCoversOneAttempt, { given, bound: timeout.plus(Duration.minutes(1)) });
  }

  private connect({ queue, deadLetterQueue, maxReceiveCount, backoff }: WorkQueue): void {
    this.function.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      queue.queueArn,
    );
    this.function.allow(['sqs:SendMessage'], deadLetterQueue.queueArn);
    this.function.setEnvironment('queueUrl', queue.queueUrl);
    this.function.setEnvironment('deadLetterQueueUrl', deadLetterQueue.queueUrl);
    this.function.setEnvironment('maxReceiveCount', String(maxReceiveCount));
    this.function.setEnvironment('backoffBaseSeconds', String(backoff.baseSeconds));
    this.function.setEnvironment('backoffCapSeconds', String(backoff.capSeconds));
  }
}

/** The order within a batch is the handler's to keep, and its source says whether it does. */
function worksInParallel(entry: string): boolean {
  const source = readFileSync(entry, 'utf8');
  return !/\bfifo:\s*true\b|SqsFifoPartialProcessorAsync/.test(source);
}
