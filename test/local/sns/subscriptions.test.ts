import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { queueArn, Scene } from './scene.ts';

async function topic({ fifo = false } = {}) {
  const scene = new Scene();
  const client = scene.client();
  const { TopicArn } = await client.send(
    new CreateTopicCommand(fifo ? { Name: 'events.fifo', Attributes: { FifoTopic: 'true' } } : { Name: 'events' }),
  );
  const subscribe = (Protocol: string, Endpoint: string, Attributes: Record<string, string> = {}) =>
    client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes }));
  const attributes = async (SubscriptionArn: string | undefined) =>
    (await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes!;
  const set = (SubscriptionArn: string | undefined, AttributeName: string, AttributeValue: string) =>
    client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  return { scene, client, TopicArn, subscribe, attributes, set };
}

describe('subscribing', () => {
  test('a queue of the same account is confirmed at once', async () => {
    const { TopicArn, subscribe, attributes } = await topic();
    const { SubscriptionArn } = await subscribe('sqs', queueArn('q'));
    expect(await attributes(SubscriptionArn)).toEqual({
      ConfirmationWasAuthenticated: 'true',
      Endpoint: queueArn('q'),
      Owner: '123456789012',
      PendingConfirmation: 'false',
      Protocol: 'sqs',
      RawMessageDelivery: 'false',
      SubscriptionArn,
      SubscriptionPrincipal: 'arn:aws:iam::123456789012:root',
      TopicArn,
    });
  });

  test('subscribing again gives the same subscription, other attributes are refused', async () => {
    const { subscribe } = await topic();
    const first = await subscribe('sqs', queueArn('q'), { RawMessageDelivery: 'true' });
    expect((await subscribe('sqs', queueArn('q'))).SubscriptionArn).toBe(first.SubscriptionArn);
    expect((await subscribe('sqs', queueArn('q'), { RawMessageDelivery: 'TRUE' })).SubscriptionArn).toBe(
      first.SubscriptionArn,
    );
    await expect(subscribe('sqs', queueArn('q'), { RawMessageDelivery: 'false' })).rejects.toThrow(
      'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    );
  });

  test.each([
    ['telepathy', 'x', 'Invalid parameter: Amazon SNS does not support this protocol string: telepathy'],
    ['sqs', 'http://127.0.0.1:4566/123456789012/q', 'Invalid parameter: SQS endpoint ARN'],
    ['http', 'https://127.0.0.1/x', 'Invalid parameter: Endpoint must match the specified protocol'],
    [
      'sqs',
      queueArn('q.fifo'),
      'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    ],
    ['sms', 'nobody', 'Invalid SMS endpoint: nobody'],
    ['sms', '+15--551234567', 'Invalid SMS endpoint: +15--551234567'],
    ['sms', '+15551234567.', 'Invalid SMS endpoint: +15551234567.'],
    [
      'firehose',
      'arn:aws:firehose:us-east-1:123456789012:deliverystream/x',
      'The SNS protocol firehose is not simulated',
    ],
  ])('%s with %s is refused', async (protocol, endpoint, message) => {
    const { subscribe } = await topic();
    await expect(subscribe(protocol, endpoint)).rejects.toMatchObject({ message });
  });

  test('a FIFO topic takes FIFO and standard queues, and nothing else', async () => {
    const { subscribe } = await topic({ fifo: true });
    await expect(subscribe('sqs', queueArn('q'))).resolves.toHaveProperty('SubscriptionArn');
    await expect(subscribe('sqs', queueArn('q.fifo'))).resolves.toHaveProperty('SubscriptionArn');
    await expect(subscribe('http', 'http://127.0.0.1:9/x')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Invalid protocol type: http',
    });
  });

  test('a FIFO subscription needs a FIFO dead-letter queue', async () => {
    const { subscribe } = await topic({ fifo: true });
    const redrive = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead') }) };
    await expect(subscribe('sqs', queueArn('q.fifo'), redrive)).rejects.toThrow(
      'RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.',
    );
  });

  test('a bad filter policy is refused with the reason', async () => {
    const { subscribe, set } = await topic();
    await expect(subscribe('sqs', queueArn('q'), { FilterPolicy: '{"key":[{"suffix":1}]}' })).rejects.toThrow(
      'Invalid parameter: Attributes Reason: FilterPolicy: suffix match pattern must be a string',
    );
    const { SubscriptionArn } = await subscribe('sqs', queueArn('q'));
    await expect(set(SubscriptionArn, 'FilterPolicy', '{"a":{"b":["c"]}}')).rejects.toThrow(
      'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy',
    );
    await expect(set(SubscriptionArn, 'FilterPolicy', '{invalid')).rejects.toThrow(
      'Invalid parameter: FilterPolicy: failed to parse JSON.',
    );
  });
});

describe('attributes', () => {
  test('the scope of a filter shows only beside a filter', async () => {
    const { subscribe, attributes, set } = await topic();
    const { SubscriptionArn } = await subscribe('sqs', queueArn('q'));
    await set(SubscriptionArn, 'FilterPolicyScope', 'MessageBody');
    expect(await attributes(SubscriptionArn)).not.toHaveProperty('FilterPolicyScope');
    await set(SubscriptionArn, 'FilterPolicy', '{"a":{"b":["c"]}}');
    expect(await attributes(SubscriptionArn)).toMatchObject({ FilterPolicyScope: 'MessageBody' });
    await set(SubscriptionArn, 'FilterPolicy', '');
    expect(await attributes(SubscriptionArn)).not.toHaveProperty('FilterPolicy');
  });

  test.each([
    ['Nonsense', 'x', 'Invalid parameter: AttributeName'],
    [
      'RawMessageDelivery',
      'maybe',
      'Invalid parameter: RawMessageDelivery: Invalid value [maybe]. Must be true or false.',
    ],
    [
      'FilterPolicyScope',
      'Both',
      'Invalid parameter: FilterPolicyScope: Invalid value [Both]. Please use either MessageBody or MessageAttributes',
    ],
    [
      'RedrivePolicy',
      '{"deadLetterTargetArn":"x"}',
      'Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn',
    ],
  ])('%s cannot be %s', async (name, value, message) => {
    const { subscribe, set } = await topic();
    const { SubscriptionArn } = await subscribe('sqs', queueArn('q'));
    await expect(set(SubscriptionArn, name, value)).rejects.toThrow(message);
  });

  test('an unknown subscription is not found', async () => {
    const { attributes } = await topic();
    const arn = 'arn:aws:sns:us-east-1:123456789012:events:00000000-0000-4000-8000-000000000000';
    await expect(attributes(arn)).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Subscription does not exist',
    });
  });

  test('E01: a filter holds back what it does not match, and the journal tells why', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    await subscribe('sqs', queueArn('q'), { FilterPolicy: '{"type":["order.completed"]}' });
    const publish = (type: string) =>
      client.send(
        new PublishCommand({
          TopicArn,
          Message: type,
          MessageAttributes: { type: { DataType: 'String', StringValue: type } },
        }),
      );
    await publish('order.completed');
    await publish('order.rejected');
    await scene.settle();
    expect(scene.arrivals).toHaveLength(1);
    expect(scene.events('filtered-out')).toMatchObject([{ reason: 'filtered' }]);
  });
});

describe('unsubscribing', () => {
  test('ends deliveries and is repeatable', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    const { SubscriptionArn } = await subscribe('sqs', queueArn('q'));
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await scene.settle();
    expect(scene.arrivals).toEqual([]);
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '0', SubscriptionsDeleted: '1' });
  });

  test('a malformed ARN is invalid', async () => {
    const { client } = await topic();
    await expect(client.send(new UnsubscribeCommand({ SubscriptionArn: 'x:y' }))).rejects.toThrow(
      'Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 2',
    );
  });
});

describe('HTTP endpoints', () => {
  const endpoint = 'http://127.0.0.1:9999/hook';

  test('must confirm before they get messages', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    expect((await subscribe('http', endpoint)).SubscriptionArn).toBe('pending confirmation');
    await scene.settle();
    const confirmation = JSON.parse(scene.posts[0]!.body) as { Type: string; Token: string; SubscribeURL: string };
    expect(confirmation).toMatchObject({ Type: 'SubscriptionConfirmation', TopicArn });
    expect(confirmation.SubscribeURL).toContain(`Token=${confirmation.Token}`);
    await client.send(new PublishCommand({ TopicArn, Message: 'early' }));
    const { SubscriptionArn } = await client.send(
      new ConfirmSubscriptionCommand({ TopicArn, Token: confirmation.Token }),
    );
    await client.send(new PublishCommand({ TopicArn, Message: 'late' }));
    await scene.settle();
    expect(scene.posts.slice(1).map(({ headers }) => headers)).toMatchObject([
      {
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': 'Notification',
        'x-amz-sns-topic-arn': TopicArn,
        'x-amz-sns-subscription-arn': SubscriptionArn,
      },
    ]);
    expect(JSON.parse(scene.posts[1]!.body)).toMatchObject({ Type: 'Notification', Message: 'late' });
  });

  test('a wrong token confirms nothing', async () => {
    const { client, TopicArn, subscribe } = await topic();
    await subscribe('http', endpoint);
    await expect(client.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'abc' }))).rejects.toThrow(
      'Invalid parameter: Token',
    );
  });

  test.each([
    ['a token that is none', 'arn:aws:sns:us-east-1:123456789012:events', 'randomtoken', 'Invalid token'],
    ['another region', 'arn:aws:sns:eu-west-3:123456789012:events', 'abc', 'Invalid parameter: Topic'],
    ['no ARN', 'events', 'abc', 'Invalid parameter: Topic'],
  ])('a confirmation with %s says what is wrong: %s %s', async (_, TopicArn, Token, message) => {
    const { client } = await topic();
    await expect(client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message,
    });
  });

  test('the envelope names the signature version of its topic', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    const version = { AttributeName: 'SignatureVersion', AttributeValue: '2' };
    await client.send(new SetTopicAttributesCommand({ TopicArn, ...version }));
    await subscribe('http', endpoint);
    await subscribe('sqs', queueArn('orders'));
    await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await scene.settle();
    expect(JSON.parse(scene.posts[0]!.body)).toMatchObject({ SignatureVersion: '2' });
    expect(JSON.parse(scene.bodies('orders')[0]!)).toMatchObject({ SignatureVersion: '2' });
  });

  test('a content type of the delivery policy is for notifications, not for the request to confirm', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    const requestPolicy = { headerContentType: 'application/json' };
    await subscribe('http', endpoint, { DeliveryPolicy: JSON.stringify({ requestPolicy }) });
    await scene.settle();
    const { Token } = JSON.parse(scene.posts[0]!.body) as { Token: string };
    await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await scene.settle();
    expect(scene.posts.map(({ headers }) => headers['content-type'])).toEqual([
      'text/plain; charset=UTF-8',
      'application/json',
    ]);
  });

  test('a delivery policy is shown with every member, and in force over the defaults', async () => {
    const { scene, subscribe, set, attributes } = await topic();
    await subscribe('http', endpoint);
    const [arn] = scene.sns.store.subscriptions.keys();
    await set(arn, 'DeliveryPolicy', '{"throttlePolicy":{"maxReceivesPerSecond":1000}}');
    const shown = await attributes(arn);
    expect(JSON.parse(shown['DeliveryPolicy']!)).toEqual({
      healthyRetryPolicy: null,
      sicklyRetryPolicy: null,
      throttlePolicy: { maxReceivesPerSecond: 1000 },
      requestPolicy: null,
      guaranteed: false,
    });
    expect(JSON.parse(shown['EffectiveDeliveryPolicy']!)).toMatchObject({
      healthyRetryPolicy: { numRetries: 3 },
      sicklyRetryPolicy: null,
      throttlePolicy: { maxReceivesPerSecond: 1000 },
      requestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
      guaranteed: false,
    });
  });

  test('server errors are retried three times, 20 s apart, then the message is gone', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    await subscribe('http', endpoint);
    await scene.settle();
    const { Token } = JSON.parse(scene.posts[0]!.body) as { Token: string };
    await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    const attempts: number[] = [];
    const start = scene.clock.now();
    scene.httpStatus = () => {
      attempts.push(scene.clock.now() - start);
      return 503;
    };
    await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await scene.clock.advance(120_000);
    expect(attempts).toEqual([0, 20_000, 40_000, 60_000]);
    expect(scene.events('discarded')).toHaveLength(1);
  });

  test('a client error is final', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    await subscribe('http', endpoint);
    await scene.settle();
    const { Token } = JSON.parse(scene.posts[0]!.body) as { Token: string };
    await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    scene.httpStatus = () => 404;
    await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await scene.clock.advance(120_000);
    expect(scene.events('delivery-failed')).toMatchObject([{ fault: 'client' }]);
  });

  test('a delivery policy of the subscription rules its retries', async () => {
    const { scene, client, TopicArn, subscribe } = await topic();
    await subscribe('http', endpoint, {
      DeliveryPolicy: JSON.stringify({ healthyRetryPolicy: { minDelayTarget: 1, maxDelayTarget: 1, numRetries: 1 } }),
    });
    await scene.settle();
    const { Token } = JSON.parse(scene.posts[0]!.body) as { Token: string };
    await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    scene.httpStatus = () => 500;
    await client.send(new PublishCommand({ TopicArn, Message: 'x' }));
    await scene.clock.advance(60_000);
    expect(scene.events('delivery-failed')).toHaveLength(2);
  });

  test('endpoints elsewhere stay pending: nothing leaves this machine', async () => {
    const { scene, client, subscribe } = await topic();
    await subscribe('https', 'https://example.com/hook');
    await subscribe('email', 'someone@example.com');
    await scene.settle();
    expect(scene.posts).toEqual([]);
    expect(scene.events('not-simulated')).toHaveLength(2);
    const { Subscriptions } = await client.send(new ListSubscriptionsCommand({}));
    expect(Subscriptions!.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual([
      'PendingConfirmation',
      'PendingConfirmation',
    ]);
  });
});

test('subscriptions are listed by topic in the order they were made', async () => {
  const { client, TopicArn, subscribe } = await topic();
  for (const name of ['c', 'a', 'b']) await subscribe('sqs', queueArn(name));
  const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions!.map(({ Endpoint }) => Endpoint)).toEqual(['c', 'a', 'b'].map(queueArn));
});
