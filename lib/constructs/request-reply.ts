import { Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { FailureTable } from './failure-table.ts';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import type { Outbox } from './outbox.ts';
import { QueueConsumer, type QueueConsumerProps } from './queue-consumer.ts';
import { table } from './table.ts';
import { WorkQueue } from './work-queue.ts';

export interface RequestReplyProps {
  readonly outbox: Outbox;
  readonly failures: FailureTable;
  /**
   * How long a caller waits for its answer before it is told to fetch it later, 1 to 25 seconds: HTTP APIs end a request
   * after 30 (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
   *
   * @default Duration.seconds(20)
   */
  readonly wait?: Duration;
  /**
   * How long an answer is of use, longer than `wait`. The server drops what is older, and the collector its reply.
   *
   * @default Duration.minutes(5)
   */
  readonly deadline?: Duration;
  /**
   * Source of the function that takes replies to whoever asked.
   *
   * @default 'lambdas/operations/collect-replies.ts'
   */
  readonly collectorEntry?: string;
}

export type ServerProps = Pick<QueueConsumerProps, 'entry' | 'maxConcurrency'> & {
  /** What the outbox calls the queue of requests. */
  readonly destination: string;
};

const consumerTimeout = Duration.seconds(20);

/** The one name by which servers know the reply queue. */
const replyTo = 'replies';

/**
 * Questions over queues: a caller's function writes its request to the outbox and waits at a table, servers answer on one
 * shared reply queue, a collector takes each reply to the request that it names.
 *
 * @example
 * const replies = new RequestReply(this, 'Replies', { outbox, failures });
 * replies.serve('Quotes', { entry: 'lambdas/quotes/answer.ts', destination: 'quote-requests', maxConcurrency: 4 });
 * replies.connectCaller(postQuotes);
 */
export class RequestReply extends Construct {
  readonly table: Table;
  readonly replies: WorkQueue;
  readonly collector: QueueConsumer;
  /** What the functions of callers need as their timeout. */
  readonly callerTimeout: Duration;
  private readonly props: RequestReplyProps;
  private readonly wait: Duration;
  private readonly deadline: Duration;

  constructor(scope: Construct, id: string, props: RequestReplyProps) {
    super(scope, id);
    this.props = props;
    this.wait = props.wait ?? Duration.seconds(20);
    this.deadline = props.deadline ?? Duration.minutes(5);
    enforce(this, shapeLimits.replyWait, this.wait);
    enforce(this, shapeLimits.replyDeadline, { given: this.deadline, bound: this.wait });
    this.callerTimeout = this.wait.plus(Duration.seconds(3));
    this.table = table(this, 'Table', { partitionKey: 'requestId', timeToLiveAttribute: 'expiresAt' });
    this.replies = new WorkQueue(this, 'Queue', { consumerTimeout });
    this.collector = new QueueConsumer(this.replies, 'Consumer', {
      entry: props.collectorEntry ?? 'lambdas/operations/collect-replies.ts',
      queue: this.replies,
      failures: props.failures,
      timeout: consumerTimeout,
      maxConcurrency: 4,
    });
    this.collector.function.setEnvironment('replyTable', this.table.tableName);
    this.collector.function.allow(['dynamodb:UpdateItem'], this.table.tableArn);
  }

  /** A queue of requests and the function that answers them. */
  serve(id: string, { destination, ...props }: ServerProps): { queue: WorkQueue; consumer: QueueConsumer } {
    const { failures, outbox } = this.props;
    const queue = new WorkQueue(this, id, { consumerTimeout });
    const consumer = new QueueConsumer(queue, 'Consumer', { ...props, queue, failures, timeout: consumerTimeout });
    const { queueUrl, queueArn } = this.replies.queue;
    consumer.function.setEnvironment('replyQueues', Stack.of(this).toJsonString({ [replyTo]: queueUrl }));
    consumer.function.allow(['sqs:SendMessage'], queueArn);
    outbox.deliverTo(destination, queue.queue);
    return { queue, consumer };
  }

  /** Lets a function ask and wait. */
  connectCaller(fn: NodeFunction): void {
    this.connectReader(fn);
    fn.allow(['dynamodb:PutItem'], this.table.tableArn);
    fn.setEnvironment('replyWaitSeconds', String(this.wait.toSeconds()));
    fn.setEnvironment('replyDeadlineSeconds', String(this.deadline.toSeconds()));
    this.props.outbox.connect(fn);
  }

  /** Lets a function look for an answer. */
  connectReader(fn: NodeFunction): void {
    fn.allow(['dynamodb:GetItem'], this.table.tableArn);
    fn.setEnvironment('replyTable', this.table.tableName);
  }
}
