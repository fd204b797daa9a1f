import { Alias, type IKey } from 'aws-cdk-lib/aws-kms';
import { FifoThroughputScope, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { eventTypes, type EventType } from '../../contracts/event-types.ts';
import { filterOf, type EventFilter } from './event-filter.ts';
import { enforce, shapeLimits } from './limits.ts';
import type { NodeFunction } from './node-function.ts';
import { subscribeQueue, type EventSubscription } from './queue-subscription.ts';
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

export interface SubscribeOptions extends EventFilter {
  /** Events to receive; the topic keeps all others back. */
  readonly types: readonly EventType[];
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

    return subscribeQueue(this, {
      topic: this.topic,
      fifo: this.fifo,
      queue,
      filter: filterOf(this, types, options),
    });
  }

  /** Lets a function publish. A key given as masterKey must be granted apart. */
  grantPublish(fn: NodeFunction): void {
    fn.allow(['sns:Publish'], this.topic.topicArn);
  }
}
