import { Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { FilterOrPolicy, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import type { EventType } from '../../../contracts/event-types.ts';
import type { EventFilter } from '../../../lib/constructs/event-filter.ts';
import { EventTopic } from '../../../lib/constructs/event-topic.ts';
import { NodeFunction } from '../../../lib/constructs/node-function.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { entries, smallStack, templateOf } from '../small-stack.ts';

const vip = SubscriptionFilter.stringFilter({ allowlist: ['vip'] });
const many = SubscriptionFilter.stringFilter({ allowlist: Array.from({ length: 13 }, (_, n) => `v${n}`) });

function subscribed({
  topicFifo = false,
  queueFifo = false,
  types = ['order.completed'] as readonly EventType[],
} = {}) {
  const stack = smallStack();
  const topic = new EventTopic(stack, 'Events', { fifo: topicFifo });
  topic.subscribe(new WorkQueue(stack, 'Mail', { fifo: queueFifo }), { types });
  return templateOf(stack);
}

describe('EventTopic', () => {
  test('a subscriber gets the events it named, as they were sent', () => {
    subscribed({ types: ['order.completed', 'order.rejected'] }).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      RawMessageDelivery: true,
      FilterPolicy: { eventType: ['order.completed', 'order.rejected'] },
      FilterPolicyScope: Match.absent(),
    });
  });

  test('the queue lets this topic in, and no other', () => {
    subscribed().hasResourceProperties('AWS::SQS::QueuePolicy', {
      Queues: [{ Ref: Match.stringLikeRegexp('^MailQueue') }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: Match.stringLikeRegexp('^EventsTopic') } } },
          }),
        ]),
      },
    });
  });

  test('a subscription is made after the policy that lets it deliver', () => {
    subscribed().hasResource('AWS::SNS::Subscription', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MailQueuePolicy')]),
    });
  });

  test('what cannot be delivered goes to a queue apart from what could not be handled', () => {
    const template = subscribed();
    template.hasResourceProperties('AWS::SNS::Subscription', {
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EventsMailDeadLetterQueue'), 'Arn'] },
      },
    });
    template.resourceCountIs('AWS::SQS::Queue', 3);
  });

  test('a FIFO topic keeps undelivered events in a FIFO queue, also those for a standard queue', () => {
    subscribed({ topicFifo: true }).hasResourceProperties('AWS::SQS::Queue', {
      FifoQueue: true,
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
    });
  });

  test('messages are encrypted with the key of SNS unless another is given', () => {
    const stack = smallStack();
    new EventTopic(stack, 'Own', { masterKey: new Key(stack, 'Key') });
    new EventTopic(stack, 'Default');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': Match.anyValue() } });
    template.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::Join': ['', Match.arrayWith([':alias/aws/sns'])] },
    });
  });

  test('a function may publish once it was granted', () => {
    const stack = smallStack();
    new EventTopic(stack, 'Events').grantPublish(new NodeFunction(stack, 'Fn', { entry: entries.parallel }));
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'sns:Publish' })]) },
    });
  });

  test('several queues of the same id subscribe without getting into each other', () => {
    const stack = smallStack();
    const topic = new EventTopic(stack, 'Events');
    for (const parent of ['A', 'B']) {
      topic.subscribe(new WorkQueue(new WorkQueue(stack, parent), 'Mail'), { types: ['order.completed'] });
    }
    templateOf(stack).resourceCountIs('AWS::SNS::Subscription', 2);
  });

  test.each<[string, EventFilter, RegExp]>([
    [
      'a filter by attributes and by body',
      { attributes: { tier: vip }, body: { subject: FilterOrPolicy.filter(vip) } },
      /attributes together with body must be one of the two/,
    ],
    [
      'a filter by more keys than SNS takes',
      { attributes: { a: vip, b: vip, c: vip, d: vip, e: vip } },
      /keys of a filter policy, the type among them must be 1 to 5, got 6: /,
    ],
    [
      'a filter of more combinations than SNS takes',
      { attributes: { a: many, b: many } },
      /combinations of values of a filter policy must be 1 to 150: .*, got 169: name fewer/,
    ],
    [
      'a nested filter that its depth makes too complex',
      {
        body: {
          data: FilterOrPolicy.policy({
            total: FilterOrPolicy.policy({ a: FilterOrPolicy.filter(many), b: FilterOrPolicy.filter(many) }),
          }),
        },
      },
      /got 1521: /,
    ],
  ])('%s is refused with its remedy', (_title, filter, message) => {
    const stack = smallStack();
    const topic = new EventTopic(stack, 'Events');
    expect(() => topic.subscribe(new WorkQueue(stack, 'Mail'), { types: ['order.completed'], ...filter })).toThrow(
      message,
    );
  });

  test.each<[string, Parameters<typeof subscribed>[0], RegExp]>([
    [
      'a FIFO queue on a standard topic',
      { queueFifo: true },
      /FIFO queue to a standard topic must be FIFO queues subscribe/,
    ],
    ['no event type', { types: [] }, /types must be at least one event type, none twice, got \[\]: /],
    ['a type named twice', { types: ['user.registered', 'user.registered'] }, /at least one event type, none twice, /],
    [
      'an unknown type',
      { types: ['order.complete' as EventType] },
      /only types listed in .*, got unknown \[order.complete\]/,
    ],
  ])('%s is refused with its remedy', (_title, props, message) => {
    expect(() => subscribed(props)).toThrow(message);
  });
});
