import { Duration, type Stack } from 'aws-cdk-lib';
import { EventTopic } from '../../lib/constructs/event-topic.ts';
import { FailureTable } from '../../lib/constructs/failure-table.ts';
import { QueueConsumer } from '../../lib/constructs/queue-consumer.ts';
import { WorkQueue } from '../../lib/constructs/work-queue.ts';
import { spillway, type Scenario } from '../scenario.ts';
import type { Downstream } from '../world/downstream.ts';
import { orderCompletedBody } from '../world/orders.ts';
import { World } from '../world/world.ts';

const subscribers = ['mail', 'analytics', 'push'] as const;
const outage = 60_000;
const orders = ['one', 'two', 'three'];

const downstream: Downstream = {
  answer: ({ operation, at }) => (operation === 'push' && at < outage ? 503 : 200),
};

/** One event, a queue for each subscriber. */
export const pubSub: Scenario = {
  name: 'pub-sub',
  summary: 'one event, a queue for each subscriber, one of them down',
  setting: `${orders.length} order.completed and one order.parked are published. Mail, analytics and push subscribe to order.completed; for a minute push’s provider is down.`,
  page: 'docs/patterns/pub-sub.md',
  run: () =>
    World.play({ stack, downstream }, async (world) => {
      const { places, hands, chronicle } = world;
      for (const order of orders) hands.publish(places.Topic, 'order.completed', orderCompletedBody(order));
      hands.publish(places.Topic, 'order.parked', '{}');
      world.tell('publisher', `publishes ${orders.length} order.completed, 1 order.parked`);
      world.at(outage, () => world.tell('downstream', 'push is well again'));
      await world.until(1000);
      await world.untilDone();
      const done = (subscriber: string) =>
        chronicle.calls.filter(({ operation, outcome }) => operation === subscriber && outcome === 200);
      const filtered = chronicle.of('sns', 'filtered-out').length;
      const aside = Object.values<string>(places).filter((place) => place.startsWith('http'));
      return {
        sides: [
          {
            name: spillway,
            how: 'The topic copies each event to the queue of each subscriber; each retries for itself.',
            timeline: chronicle.lines().filter(({ who, what }) => who !== 'worker' && !what.startsWith('message')),
          },
        ],
        measures: subscribers.map((subscriber) => ({
          what: `${subscriber}: events handled, the last at`,
          values: [`${done(subscriber).length}, ${(done(subscriber).at(-1)!.at / 1000).toFixed(1)} s`],
        })),
        claims: [
          {
            says: 'every subscriber gets every event, once',
            holds: subscribers.every((name) => done(name).length === orders.length),
          },
          {
            says: 'one subscriber’s outage is its own: the others are done within a second',
            holds: ['mail', 'analytics'].every((name) => done(name).at(-1)!.at < 1000),
          },
          {
            says: 'and it loses nothing by it',
            holds:
              done('push').every(({ at }) => at >= outage) && aside.every((url) => hands.messages(url).length === 0),
          },
          { says: 'an event that nobody asked for reaches nobody', holds: filtered === subscribers.length },
        ],
      };
    }),
};

function stack(root: Stack) {
  const topic = new EventTopic(root, 'Events');
  const failures = new FailureTable(root, 'Failures');
  const timeout = Duration.seconds(10);
  const queues = subscribers.map((name) => {
    const queue = new WorkQueue(root, name, { consumerTimeout: timeout });
    const entry = `lambdas/subscribers/${name}.ts`;
    new QueueConsumer(queue, 'Consumer', { queue, entry, failures, timeout, maxConcurrency: 2 });
    topic.subscribe(queue, { types: ['order.completed'] });
    return queue.deadLetterQueue;
  });
  return { Topic: topic.topic, Mail: queues[0]!, Analytics: queues[1]!, Push: queues[2]! };
}
