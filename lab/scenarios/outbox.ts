import { Duration, type Stack } from 'aws-cdk-lib';
import { EventTopic } from '../../lib/constructs/event-topic.ts';
import { Outbox } from '../../lib/constructs/outbox.ts';
import { table } from '../../lib/constructs/table.ts';
import { guide, spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import { taskBody } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const orders = ['one', 'two', 'three'];
const timeout = Duration.seconds(10);
const share = { batchSize: 1, maxConcurrency: 2, timeout };

/** The process dies right after it has written the second order. */
export const outbox: Scenario = {
  name: 'outbox',
  summary: 'a process that dies between its write and its message',
  setting: `${orders.length} orders are completed, each with an event for its subscriber. The process dies right after its second write to the database.`,
  page: 'docs/patterns/outbox.md',
  async run() {
    const naive = await play((stack) => naiveConsumer(stack, { ...share, entry: 'lambdas/naive/outbox.ts' }));
    const ours = await play((stack) => spillwayConsumer(stack, { ...share, entry: 'lambdas/toolkit/outbox.ts' }));
    return {
      sides: [
        { name: guide, how: 'Writes the row, then publishes.', timeline: naive.timeline },
        {
          name: spillway,
          how: 'One transaction writes row and message; a relay on the table’s stream sends it.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'orders completed', values: [naive.completed, ours.completed] },
        { what: 'subscriber heard of', values: [naive.heard, ours.heard] },
      ],
      claims: [
        {
          says: 'naive: one order is completed and nobody ever hears of it; its redelivery finds the work done',
          holds: naive.completed === 3 && naive.heard === 2,
        },
        {
          says: 'every order that is written is told, whenever the process dies',
          holds: ours.completed === 3 && ours.heard === 3,
        },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  const stack = (root: Stack) => {
    const topic = new EventTopic(root, 'Events');
    const outbox = new Outbox(root, 'Outbox', { destinations: { events: topic.topic } });
    const { queue, worker } = build(root);
    const orders = table(root, 'Orders', { partitionKey: 'orderId' });
    worker.setEnvironment('ordersTable', orders.tableName);
    worker.setEnvironment('outboxDestinations', root.toJsonString({ events: topic.topic.topicArn }));
    worker.allow(['dynamodb:PutItem'], orders.tableArn);
    outbox.connect(worker);
    topic.grantPublish(worker);
    const subscriber = spillwayConsumer(root, { entry: 'lambdas/subscribers/mail.ts', timeout }, 'Mail');
    topic.subscribe(subscriber.workQueue!, { types: ['order.completed'] });
    return { Tasks: queue, Orders: orders };
  };
  const diesAfter = ({ function: name, action, nth }: { function: string; action: string; nth: number }): boolean =>
    name === 'worker' && (action === 'PutItem' || action === 'TransactWriteItems') && nth === 2;
  return World.play({ stack, diesAfter }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const [index, order] of orders.entries())
      world.at(index * 5000, () => hands.send(places.Tasks, taskBody(order)));
    await world.until(orders.length * 5000);
    await world.untilDone();
    await world.until(world.elapsed + 5000);
    return {
      timeline: chronicle.lines().filter(({ who }) => who !== 'sweep-outbox'),
      completed: hands.items(places.Orders).length,
      heard: new Set(chronicle.calls.map(({ subject }) => subject)).size,
    };
  });
}
