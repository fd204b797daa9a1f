import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IKey } from 'aws-cdk-lib/aws-kms';
import {
  FifoThroughputScope,
  Subscription,
  SubscriptionFilter,
  SubscriptionProtocol,
  Topic,
} from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { eventTypeAttribute, eventTypes, type EventType } from '../../contracts/event-types.ts';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { removalPolicyOf } from './stage.ts';
import { pathInStack } from './path-in-stack.ts';
import type { WorkQueue } from './work-queue.ts';

export interface EventTopicProps {
  /**
   * Keep the order within each message group. Only a FIFO topic may feed a FIFO queue.
   *
   * @default false
   */
  readonly fifo?: boolean;
  /**
   * Key that encrypts the topic's messages at rest.
   *
   * @default - AWS's own key for SNS; AWS services such as S3 cannot publish under it
   */
  readonly masterKey?: IKey;
}

export interface SubscribeOptions {
  /** Events to receive; the topic keeps all others back. */
  readonly types: readonly EventType[];
}

/** One queue's place on a topic. */
export interface EventSubscription {
  readonly queue: WorkQueue;
  readonly subscription: Subscription;
  /** What SNS could not deliver to the queue. Apart from the queue's own, because redrive works differently here. */
  readonly deadLetterQueue: Queue;
}

/**
 * A topic that hands each event to a queue of each subscriber: as it was sent (raw), filtered by type, with a
 * dead-letter queue for what cannot be delivered.
 *
 * @example
 * const events = new EventTopic(this, 'Events');
 * events.subscribe(mailQueue, { types: ['order.completed'] });
 */
export class EventTopic extends Construct {
  readonly topic: Topic;
  readonly fifo: boolean;

  constructor(scope: Construct, id: string, props: EventTopicProps = {}) {
    super(scope, id);
    this.fifo = props.fifo ?? false;
    this.topic = new Topic(this, 'Topic', {
      ...(this.fifo && {
        fifo: true,
        contentBasedDeduplication: false,
        fifoThroughputScope: FifoThroughputScope.MESSAGE_GROUP,
      }),
      masterKey: props.masterKey ?? Alias.fromAliasName(this, 'SnsKey', 'alias/aws/sns'),
      enforceSSL: true,
    });
  }

  /** Sends events of these types to a queue, which may subscribe once. */
  subscribe(queue: WorkQueue, options: SubscribeOptions): EventSubscription {
    const { types } = options;
    enforce(this, shapeLimits.eventTypesNamed, types);
    enforce(this, shapeLimits.eventTypesKnown, { unknown: types.filter((type) => !eventTypes.includes(type)) });
    enforce(this, shapeLimits.topicType, { topicFifo: this.fifo, queueFifo: queue.fifo });

    const scope = new Construct(this, pathInStack(queue));
    const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', {
      ...(this.fifo && { fifo: true }),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      redriveAllowPolicy: { redrivePermission: RedrivePermission.DENY_ALL },
      removalPolicy: removalPolicyOf(this),
    });
    const subscription = new Subscription(scope, 'Subscription', {
      topic: this.topic,
      protocol: SubscriptionProtocol.SQS,
      endpoint: queue.queue.queueArn,
      rawMessageDelivery: true,
      filterPolicy: { [eventTypeAttribute]: SubscriptionFilter.stringFilter({ allowlist: [...types] }) },
      deadLetterQueue,
    });
    const { policyDependable } = queue.queue.addToResourcePolicy(this.delivery(queue));
    if (policyDependable !== undefined) subscription.node.addDependency(policyDependable);
    return { queue, subscription, deadLetterQueue };
  }

  /** Lets a function publish. A key given as masterKey must be granted apart. */
  grantPublish(fn: NodeFunction): void {
    fn.allow(['sns:Publish'], this.topic.topicArn);
  }

  private delivery({ queue }: WorkQueue): PolicyStatement {
    return new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': this.topic.topicArn } },
    });
  }
}
