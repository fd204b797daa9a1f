import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Subscription, SubscriptionProtocol, type SubscriptionProps, type Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { pathInStack } from './path-in-stack.ts';
import { removalPolicyOf } from './stage.ts';
import type { WorkQueue } from './work-queue.ts';

/** One queue's place on a topic. */
export interface EventSubscription {
  readonly queue: WorkQueue;
  readonly subscription: Subscription;
  /** What SNS could not deliver to the queue. Apart from the queue's own, because redrive works differently here. */
  readonly deadLetterQueue: Queue;
}

export interface QueueSubscriptionProps {
  readonly topic: Topic;
  readonly fifo: boolean;
  readonly queue: WorkQueue;
  /**
   * Which messages the queue gets.
   *
   * @default - all of them
   */
  readonly filter?: Pick<SubscriptionProps, 'filterPolicy' | 'filterPolicyWithMessageBody'>;
}

/** Puts a queue on a topic: raw delivery, a dead-letter queue of its own, and a policy that lets this topic in alone. */
export function subscribeQueue(owner: Construct, props: QueueSubscriptionProps): EventSubscription {
  const { topic, fifo, queue, filter } = props;
  const scope = new Construct(owner, pathInStack(queue));
  const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', {
    ...(fifo && { fifo: true }),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    redriveAllowPolicy: { redrivePermission: RedrivePermission.DENY_ALL },
    removalPolicy: removalPolicyOf(owner),
  });
  const subscription = new Subscription(scope, 'Subscription', {
    topic,
    protocol: SubscriptionProtocol.SQS,
    endpoint: queue.queue.queueArn,
    rawMessageDelivery: true,
    ...filter,
    deadLetterQueue,
  });
  const { policyDependable } = queue.queue.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
    }),
  );
  if (policyDependable !== undefined) subscription.node.addDependency(policyDependable);
  return { queue, subscription, deadLetterQueue };
}
