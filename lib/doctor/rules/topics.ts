import { violation, type DoctorRule } from '../rule.ts';
import { statementsOfResource } from '../policies.ts';
import { queue, subscriptions, type SubscriptionProperties } from '../shapes.ts';
import { list, ofType, target, type Found, type Template } from '../template.ts';

type Subscription = Found<SubscriptionProperties>;

/** People confirm and read these; what cannot be mailed is not kept. */
const machines = (template: Template): Subscription[] =>
  subscriptions(template).filter(({ properties }) => !/^(email|sms)/.test(properties.Protocol));

const toQueues = (template: Template): Subscription[] =>
  subscriptions(template).filter(({ properties }) => properties.Protocol === 'sqs');

/** Undefined where the topic is made elsewhere. */
function topicIsFifo(template: Template, { properties }: Subscription): boolean | undefined {
  const topic = ofType<{ FifoTopic?: boolean }>(template, 'AWS::SNS::Topic').find(
    ({ id }) => id === target(properties.TopicArn),
  );
  return topic === undefined ? undefined : topic.properties.FifoTopic === true;
}

const deadLetters = (template: Template, { properties }: Subscription) =>
  queue(template, target(properties.RedrivePolicy?.deadLetterTargetArn));

/** Whether the queue's policy takes messages from SNS, and from this topic where it names any. */
function lets(template: Template, queueId: string, topic: unknown): boolean {
  return statementsOfResource(template, queueId).some(
    ({ Effect, Principal, Action, Condition = {} }) =>
      Effect === 'Allow' &&
      (Principal === '*' || (typeof Principal === 'object' && list(Principal.Service).includes('sns.amazonaws.com'))) &&
      list(Action).some((action) => /^sqs:(SendMessage|\*)$/i.test(action)) &&
      Object.values(Condition).every(
        (test) =>
          test['aws:SourceArn'] === undefined || JSON.stringify(test['aws:SourceArn']) === JSON.stringify(topic),
      ),
  );
}

export const topicRules: readonly DoctorRule[] = [
  {
    id: 'subscription-has-dead-letter-queue',
    number: 6,
    severity: 'error',
    title: 'what cannot be delivered is kept: every subscription has a dead-letter queue',
    consequence:
      'A client error (a deleted queue, a missing permission) discards the message at once; server errors after the retries.',
    fix: 'Give the subscription a RedrivePolicy with a queue of its own.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
    violations: (template) =>
      machines(template)
        .filter(({ properties }) => properties.RedrivePolicy === undefined)
        .map(({ id }) => violation(id, 'drops what its endpoint does not take')),
  },
  {
    id: 'queue-lets-topic-in',
    number: 7,
    severity: 'error',
    title: "a subscription's queue and dead-letter queue let that topic in",
    consequence: 'SNS may not send to the queue: messages vanish, and the dead-letter queue stays empty.',
    fix: 'Add a queue policy: sns.amazonaws.com may sqs:SendMessage where aws:SourceArn is the topic.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html',
    violations: (template) =>
      toQueues(template).flatMap((subscription) => {
        const ends = [target(subscription.properties.Endpoint), deadLetters(template, subscription)?.id];
        return ends
          .filter((end) => end !== undefined && queue(template, end) !== undefined)
          .filter((end) => !lets(template, end!, subscription.properties.TopicArn))
          .map((end) => violation(end!, `refuses ${target(subscription.properties.TopicArn) ?? 'its topic'}`));
      }),
  },
  {
    id: 'subscription-dead-letters-of-same-type',
    number: 8,
    severity: 'error',
    title: "a subscription's dead-letter queue is of the type of its topic",
    consequence: 'SNS cannot move messages between the types: what should be kept is dropped.',
    fix: 'Use a FIFO dead-letter queue for a FIFO topic, a standard one for a standard topic.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
    violations: (template) =>
      toQueues(template)
        .filter((subscription) => {
          const [own, topicFifo] = [deadLetters(template, subscription), topicIsFifo(template, subscription)];
          return own !== undefined && topicFifo !== undefined && topicFifo !== (own.properties.FifoQueue === true);
        })
        .map(({ id }) => violation(id, 'has a dead-letter queue of the other type')),
  },
  {
    id: 'standard-topic-feeds-no-fifo-queue',
    number: 9,
    severity: 'error',
    title: 'a standard topic feeds no FIFO queue',
    consequence: 'SNS refuses the subscription, and the deployment fails.',
    fix: 'Use a FIFO topic, or a standard queue.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html',
    violations: (template) =>
      toQueues(template)
        .filter(
          (subscription) =>
            topicIsFifo(template, subscription) === false &&
            queue(template, target(subscription.properties.Endpoint))?.properties.FifoQueue === true,
        )
        .map(({ id }) => violation(id, 'joins a standard topic and a FIFO queue')),
  },
  {
    id: 'queue-before-function',
    number: 10,
    severity: 'warning',
    title: 'no function is invoked by a topic directly: what it fails twice would be lost',
    consequence:
      'SNS invokes asynchronously: after two retries Lambda drops the event, and SNS counts it as delivered.',
    fix: 'Put a queue between, or give the function an OnFailure destination.',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
    violations: (template) => {
      const kept = ofType<{ FunctionName: unknown; DestinationConfig?: { OnFailure?: unknown } }>(
        template,
        'AWS::Lambda::EventInvokeConfig',
      )
        .filter(({ properties }) => properties.DestinationConfig?.OnFailure !== undefined)
        .map(({ properties }) => target(properties.FunctionName));
      const withQueue = ofType<{ DeadLetterConfig?: unknown }>(template, 'AWS::Lambda::Function')
        .filter(({ properties }) => properties.DeadLetterConfig !== undefined)
        .map(({ id }) => id);
      return subscriptions(template)
        .filter(({ properties }) => properties.Protocol === 'lambda')
        .filter(({ properties }) => ![...kept, ...withQueue].includes(target(properties.Endpoint)))
        .map(({ id }) => violation(id, 'invokes a function without a queue between'));
    },
  },
];
