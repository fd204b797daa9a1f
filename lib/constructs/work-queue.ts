import { Duration, Names, Stack, Token } from 'aws-cdk-lib';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  RedrivePermission,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { defaultBackoff, longestDelay, receivesToOutlast, type Backoff } from '../../contracts/backoff.ts';
import { enforce, queueLimits } from './limits.ts';
import { removalPolicyOf } from './stage.ts';

export interface WorkQueueProps {
  /**
   * Keep the order within each message group and drop duplicates sent within five minutes.
   *
   * @default false
   */
  readonly fifo?: boolean;
  /**
   * How long everything downstream may be out before messages are set aside in the dead-letter queue.
   *
   * @default Duration.hours(1)
   */
  readonly outageTolerance?: Duration;
  /**
   * How long a message rests between attempts. The consumer waits by the same numbers.
   *
   * @default - 4 seconds doubling to 5 minutes, each delay drawn from its upper half
   */
  readonly backoff?: Backoff;
  /**
   * Timeout of the function that will read this queue. The visibility timeout becomes six times that plus the
   * batching window, as AWS asks: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
   *
   * @default Duration.seconds(30)
   */
  readonly consumerTimeout?: Duration;
  /**
   * Batching window of the function that will read this queue, part of the visibility timeout.
   *
   * @default - none
   */
  readonly batchingWindow?: Duration;
  /**
   * How long a received message stays hidden unless it is deleted, 1 second to 12 hours.
   *
   * @default - six times consumerTimeout, plus batchingWindow
   */
  readonly visibilityTimeout?: Duration;
  /**
   * Receives allowed before a message is set aside in the dead-letter queue, 5 to 1000.
   *
   * @default - as many as outageTolerance needs under backoff with the worst luck, and five more for throttled receives
   */
  readonly maxReceiveCount?: number;
  /**
   * How long an unread message is kept, less than 14 days and more than it takes to spend all receives.
   *
   * @default Duration.days(4)
   */
  readonly retention?: Duration;
}

/** Receives on top of those that an outage needs, because throttled invocations spend receives as well. */
const spareReceives = 5;

/**
 * A queue that loses nothing: encrypted, TLS only, with a dead-letter queue of its own that no other queue may use, and
 * with as many receives as an outage of the declared length can cost.
 *
 * @example
 * new WorkQueue(this, 'Orders', { fifo: true, outageTolerance: Duration.hours(1) });
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly fifo: boolean;
  readonly maxReceiveCount: number;
  readonly backoff: Backoff;
  readonly visibilityTimeout: Duration;
  readonly retention: Duration;
  /** How long the dead-letter queue keeps a message; on a standard queue counted from the first send. */
  readonly deadLetterRetention = Duration.days(14);

  constructor(scope: Construct, id: string, props: WorkQueueProps = {}) {
    super(scope, id);
    this.fifo = props.fifo ?? false;
    this.backoff = props.backoff ?? defaultBackoff;
    enforce(this, queueLimits.backoffBase, this.backoff.baseSeconds);
    enforce(this, queueLimits.backoffCap, this.backoff.capSeconds);
    this.maxReceiveCount =
      props.maxReceiveCount ??
      receivesToOutlast((props.outageTolerance ?? Duration.hours(1)).toSeconds(), this.backoff) + spareReceives;
    this.visibilityTimeout = this.visibilityFrom(props);
    this.retention = props.retention ?? Duration.days(4);
    this.enforceLimits();

    const queueName = this.nameOfSource();
    this.deadLetterQueue = new Queue(this, 'DeadLetterQueue', {
      ...this.safeDefaults(),
      retentionPeriod: this.deadLetterRetention,
      // The source's ARN is spelled out: a reference would close a circle, since the source refers to this queue.
      redriveAllowPolicy: { redrivePermission: RedrivePermission.BY_QUEUE, sourceQueues: [this.byName(queueName)] },
    });
    this.queue = new Queue(this, 'Queue', {
      ...this.safeDefaults(),
      queueName,
      visibilityTimeout: this.visibilityTimeout,
      retentionPeriod: this.retention,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: this.maxReceiveCount },
      redriveAllowPolicy: { redrivePermission: RedrivePermission.DENY_ALL },
    });
  }

  private visibilityFrom(props: WorkQueueProps): Duration {
    enforce(this, queueLimits.visibilityGivenOnce, [props.visibilityTimeout, props.consumerTimeout]);
    if (props.visibilityTimeout !== undefined) return props.visibilityTimeout;
    const timeout = props.consumerTimeout ?? Duration.seconds(30);
    return Duration.seconds(6 * timeout.toSeconds()).plus(props.batchingWindow ?? Duration.seconds(0));
  }

  private enforceLimits(): void {
    enforce(this, queueLimits.maxReceiveCount, this.maxReceiveCount);
    enforce(this, queueLimits.visibilityTimeout, this.visibilityTimeout);
    enforce(this, queueLimits.retention, this.retention);
    let spent = 0;
    for (let attempt = 1; attempt <= this.maxReceiveCount; attempt += 1) {
      spent += Math.max(longestDelay(this.backoff, attempt), this.visibilityTimeout.toSeconds());
    }
    enforce(this, queueLimits.retentionOutlastsReceives, { given: this.retention, bound: Duration.seconds(spent) });
  }

  private safeDefaults(): QueueProps {
    const safe = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: removalPolicyOf(this),
    };
    if (!this.fifo) return safe;
    return {
      ...safe,
      fifo: true,
      contentBasedDeduplication: false,
      // Both or neither: with one of them alone the queue stays at 300 calls a second.
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
    };
  }

  /** Physical, because the dead-letter queue must name its source before the source exists. At most 80 characters. */
  private nameOfSource(): string {
    const { stackName } = Stack.of(this);
    const name = Names.uniqueResourceName(this, { maxLength: 50, separator: '-' });
    const prefix = Token.isUnresolved(stackName) || name.startsWith(stackName) ? '' : `${stackName.slice(0, 24)}-`;
    return `${prefix}${name}${this.fifo ? '.fifo' : ''}`;
  }

  private byName(queueName: string) {
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    return Queue.fromQueueAttributes(this, 'Source', { queueArn, fifo: this.fifo });
  }
}
