import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { Scene } from './scene.ts';

/** An HTTP endpoint that takes two messages in a second, confirmed, with every request to it told by its time. */
async function throttled() {
  const scene = new Scene();
  const client = scene.client();
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: 'events' }));
  const { SubscriptionArn } = await client.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'http',
      Endpoint: 'http://127.0.0.1:9999/hook',
      Attributes: { DeliveryPolicy: '{"throttlePolicy":{"maxReceivesPerSecond":2}}' },
      ReturnSubscriptionArn: true,
    }),
  );
  await scene.settle();
  const { Token } = JSON.parse(scene.posts.shift()!.body) as { Token: string };
  await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
  const start = scene.clock.now();
  const attempts: number[] = [];
  scene.httpStatus = () => {
    attempts.push(scene.clock.now() - start);
    return 200;
  };
  const publish = async (...messages: string[]) => {
    for (const Message of messages) await client.send(new PublishCommand({ TopicArn, Message }));
    await scene.settle();
  };
  return { scene, client, TopicArn, SubscriptionArn: SubscriptionArn!, attempts, publish };
}

test('a throttle policy spaces the messages to its endpoint', async () => {
  const { scene, attempts, publish } = await throttled();
  await publish('a', 'b', 'c');
  await scene.clock.advance(2000);
  expect(attempts).toEqual([0, 500, 1000]);
});

test('a message that waits for its turn is discarded when the subscription ends', async () => {
  const { scene, client, SubscriptionArn, attempts, publish } = await throttled();
  await publish('a', 'b');
  await client.send(new UnsubscribeCommand({ SubscriptionArn }));
  await scene.clock.advance(2000);
  expect(attempts).toEqual([0]);
  expect(scene.events('discarded')).toMatchObject([{ reason: 'the subscription was removed' }]);
  expect(scene.sns.store.deliveries.size).toBe(0);
});

test('a message that waits for its turn is discarded when the topic is deleted', async () => {
  const { scene, client, TopicArn, attempts, publish } = await throttled();
  await publish('a', 'b');
  await client.send(new DeleteTopicCommand({ TopicArn }));
  await scene.clock.advance(2000);
  expect(attempts).toEqual([0]);
  expect(scene.events('discarded')).toHaveLength(1);
});

test('a message that waits for its turn goes out by the attributes of that moment', async () => {
  const { scene, client, SubscriptionArn, publish } = await throttled();
  await publish('a', 'b');
  const raw = { AttributeName: 'RawMessageDelivery', AttributeValue: 'true' };
  await client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...raw }));
  await scene.clock.advance(2000);
  expect(scene.posts.map(({ body }) => body)).toEqual([expect.stringContaining('"Type"'), 'b']);
});

test('a subscription that ends gives up its turns', async () => {
  const { scene, SubscriptionArn, attempts, publish } = await throttled();
  const { store } = scene.sns;
  const subscription = store.subscriptions.get(SubscriptionArn)!;
  await publish('a', 'b', 'c');
  store.apply({ kind: 'subscription-deleted', arn: SubscriptionArn });
  store.apply({ kind: 'subscription', subscription });
  await publish('d');
  expect(attempts).toEqual([0, 0]);
});
