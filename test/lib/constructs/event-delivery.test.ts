import { FilterOrPolicy, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { EventTopic, type SubscribeOptions } from '../../../lib/constructs/event-topic.ts';
import { WorkQueue } from '../../../lib/constructs/work-queue.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { publish } from '../../../local/services/sns/actions/publish.ts';
import { provisionAll } from '../../../local/template/provision.ts';
import { resourceTypes } from '../../../local/template/resource-types.ts';
import type { Template as LocalTemplate } from '../../../local/template/template.ts';
import { rootCall } from '../../simulation/tables.ts';
import { smallStack } from '../small-stack.ts';

const order = (amount: number, currency = 'EUR') =>
  JSON.stringify({ type: 'order.completed', data: { total: { amount, currency } } });

/** A topic with these subscribers, in the simulator's own SNS and SQS. */
async function topicOf(subscribers: Record<string, SubscribeOptions>) {
  const stack = smallStack();
  const topic = new EventTopic(stack, 'Events');
  for (const [name, options] of Object.entries(subscribers)) topic.subscribe(new WorkQueue(stack, name), options);
  const clock = new VirtualClock();
  const outside = { accountId: '000000000000', region: 'us-east-1' };
  const surroundings = {
    clock,
    random: seededRandom(1),
    endpoint: 'http://simulated.invalid',
    journal: () => undefined,
  };
  const cloud = createCloud(
    { ...surroundings, ...outside },
    { environments: () => Promise.reject(new Error('nothing runs here')) as never },
  );
  const artifact = {
    id: 'Small',
    stackName: 'Small',
    template: Template.fromStack(stack).toJSON() as LocalTemplate,
    parameters: {},
    assets: new Map<string, string>(),
    account: undefined,
    region: undefined,
  };
  await provisionAll([artifact], cloud, resourceTypes, { ...outside, parameters: {} });
  const [TopicArn] = [...cloud.sns.store.topics.keys()];
  const bodies = (name: string): string[] => {
    const queue = cloud.sqs.queues().find((each) => each.name.includes(`Small-${name}`) && !each.name.includes('Dead'));
    return cloud.sqs.browse(queue!.arn).map(({ body }) => body);
  };
  const send = async (Message: string, attributes: Record<string, string>): Promise<void> => {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([key, StringValue]) => [key, { DataType: 'String', StringValue }]),
    );
    publish(cloud.sns, { TopicArn, Message, MessageAttributes }, rootCall(cloud));
    await clock.advance(1000);
  };
  return { cloud, clock, bodies, send };
}

const completed = { eventType: 'order.completed' };

test('E01: an event arrives as it was published, at whoever named its type and nobody else', async () => {
  const { bodies, send } = await topicOf({
    Mail: { types: ['order.completed', 'order.rejected'] },
    Other: { types: ['order.parked'] },
  });
  await send(order(1), completed);
  await send(order(2), {});
  expect(bodies('Mail')).toEqual([order(1)]);
  expect(bodies('Other')).toEqual([]);
});

test('E01: a further attribute must be there and fit as well', async () => {
  const { bodies, send } = await topicOf({
    Vip: { types: ['order.completed'], attributes: { tier: SubscriptionFilter.stringFilter({ allowlist: ['vip'] }) } },
  });
  await send(order(1), { ...completed, tier: 'vip' });
  await send(order(2), { ...completed, tier: 'standard' });
  await send(order(3), completed);
  await send(order(4), { eventType: 'order.parked', tier: 'vip' });
  expect(bodies('Vip')).toEqual([order(1)]);
});

test('E01: a nested condition on the body lets through what says so, and nothing without it', async () => {
  const amount = FilterOrPolicy.filter(SubscriptionFilter.numericFilter({ greaterThanOrEqualTo: 10_000 }));
  const total = FilterOrPolicy.policy({ amount });
  const { bodies, send } = await topicOf({
    Large: { types: ['order.completed'], body: { data: FilterOrPolicy.policy({ total }) } },
  });
  await send(order(10_000), {});
  await send(order(9999), completed);
  await send(JSON.stringify({ type: 'order.parked', data: { total: { amount: 20_000 } } }), completed);
  await send('no JSON', completed);
  expect(bodies('Large')).toEqual([order(10_000)]);
});

test('E05: a subscriber that cannot be reached leaves the others theirs, and its copy in a queue of its own', async () => {
  const { cloud, clock, bodies, send } = await topicOf({
    Down: { types: ['order.completed'] },
    Up: { types: ['order.completed'] },
  });
  const down = cloud.sqs.queues().find(({ name }) => name.includes('Small-Down') && !name.includes('Dead'))!;
  const { deleteQueue } = await import('../../../local/services/sqs/actions/delete-queue.ts');
  deleteQueue(cloud.sqs, { QueueUrl: down.url }, rootCall(cloud));
  await send(order(1), completed);
  await clock.advance(24 * 3600 * 1000);
  expect(bodies('Up')).toEqual([order(1)]);
  const undelivered = cloud.sqs.queues().find(({ name }) => /EventsDownDeadLetterQueue/.test(name))!;
  expect(cloud.sqs.browse(undelivered.arn).map(({ body }) => body)).toEqual([order(1)]);
});
