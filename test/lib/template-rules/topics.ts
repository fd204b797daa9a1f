import { eventTypeAttribute, eventTypes } from '../../../contracts/event-types.ts';
import { queue, statementsOfResource, subscriptions } from './shapes.ts';
import { list, ofType, target, type Found, type Template, type TemplateRule } from './template.ts';
import type { SubscriptionProperties } from './shapes.ts';

type Subscription = Found<SubscriptionProperties>;

/** People confirm and read these; what cannot be mailed is not kept. */
const machines = (template: Template): Subscription[] =>
  subscriptions(template).filter(({ properties }) => !properties.Protocol.startsWith('email'));

const toQueues = (template: Template): Subscription[] =>
  subscriptions(template).filter(({ properties }) => properties.Protocol === 'sqs');

function topicIsFifo(template: Template, { properties }: Subscription): boolean {
  const topic = ofType<{ FifoTopic?: boolean }>(template, 'AWS::SNS::Topic').find(
    ({ id }) => id === target(properties.TopicArn),
  );
  return topic?.properties.FifoTopic === true;
}

const deadLetters = (template: Template, { properties }: Subscription) =>
  queue(template, target(properties.RedrivePolicy?.deadLetterTargetArn));

function lets(template: Template, queueId: string, topicId: string | undefined): boolean {
  return statementsOfResource(template, queueId).some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === 'Allow' &&
      typeof Principal === 'object' &&
      list(Principal.Service).includes('sns.amazonaws.com') &&
      list(Action).includes('sqs:SendMessage') &&
      Object.values(Condition ?? {}).some((test) => target(test['aws:SourceArn']) === topicId),
  );
}

function filtersByKnownType({ properties: { FilterPolicy, FilterPolicyScope } }: Subscription): boolean {
  if (FilterPolicyScope !== undefined && FilterPolicyScope !== 'MessageAttributes') return false;
  const keys = Object.keys(FilterPolicy ?? {});
  const types: readonly unknown[] = FilterPolicy?.[eventTypeAttribute] ?? [];
  return keys.length === 1 && types.length > 0 && types.every((type) => eventTypes.includes(type as never));
}

export const topicRules: readonly TemplateRule[] = [
  {
    number: 6,
    title: 'what cannot be delivered is kept: every subscription has a dead-letter queue',
    violations: (template) =>
      machines(template)
        .filter(({ properties }) => properties.RedrivePolicy === undefined)
        .map(({ id }) => `${id} drops what its endpoint does not take`),
  },
  {
    number: 7,
    title: "a subscription's queue and dead-letter queue let that topic in",
    violations: (template) =>
      toQueues(template).flatMap((subscription) => {
        const topic = target(subscription.properties.TopicArn);
        const ends = [target(subscription.properties.Endpoint), deadLetters(template, subscription)?.id];
        return ends
          .filter((end) => end !== undefined)
          .filter((end) => !lets(template, end, topic))
          .map((end) => `${end} refuses ${topic}`);
      }),
  },
  {
    number: 8,
    title: "a subscription's dead-letter queue is of the type of its topic",
    violations: (template) =>
      toQueues(template)
        .filter(
          (subscription) =>
            topicIsFifo(template, subscription) !==
            (deadLetters(template, subscription)?.properties.FifoQueue === true),
        )
        .map(({ id }) => `${id} has a dead-letter queue of the other type`),
  },
  {
    number: 9,
    title: 'a standard topic feeds no FIFO queue',
    violations: (template) =>
      toQueues(template)
        .filter(
          (subscription) =>
            !topicIsFifo(template, subscription) &&
            queue(template, target(subscription.properties.Endpoint))?.properties.FifoQueue === true,
        )
        .map(({ id }) => `${id} joins a standard topic and a FIFO queue`),
  },
  {
    number: 10,
    title: 'no function is invoked by a topic directly: what it fails twice would be lost',
    violations: (template) =>
      subscriptions(template)
        .filter(({ properties }) => properties.Protocol === 'lambda')
        .map(({ id }) => `${id} invokes a function without a queue between`),
  },
  {
    number: 23,
    title: 'queues get messages as they were sent, without the envelope of SNS',
    violations: (template) =>
      toQueues(template)
        .filter(({ properties }) => properties.RawMessageDelivery !== true)
        .map(({ id }) => `${id} wraps messages`),
  },
  {
    number: 25,
    title: 'subscriptions filter by event type alone, and name only types that exist',
    violations: (template) =>
      toQueues(template)
        .filter((subscription) => !filtersByKnownType(subscription))
        .map(({ id }) => `${id} filters by something that no message may carry`),
  },
];
