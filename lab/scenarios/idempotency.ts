import type { Stack } from 'aws-cdk-lib';
import { table } from '../../lib/constructs/table.ts';
import { guide, spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import { taskBody } from '../world/tasks.ts';
import { World } from '../world/world.ts';

/** Two workers hold the same order at the same moment. */
export const idempotency: Scenario = {
  name: 'idempotency',
  summary: 'two workers hold the same order at the same moment',
  setting:
    'There are 10 teas. One order takes one of them; its message was sent twice and both copies are received at once, by two workers. Six minutes later it comes a third time.',
  page: 'docs/patterns/idempotency.md',
  async run() {
    const naive = await play((stack) => naiveConsumer(stack, { batchSize: 1, entry: 'lambdas/naive/idempotency.ts' }));
    const ours = await play((stack) =>
      spillwayConsumer(stack, { batchSize: 1, entry: 'lambdas/toolkit/idempotency.ts' }),
    );
    return {
      sides: [
        {
          name: guide,
          how: 'Looks for the order first, then writes in a transaction that does not look again.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'One transaction: the order is put on condition that it is new, the stock taken.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'teas taken by one order', values: [10 - naive.available, 10 - ours.available] },
        { what: 'times an effect was reported', values: [naive.effects, ours.effects] },
      ],
      claims: [
        {
          says: 'naive: both workers find nothing and both take one; the transaction protects only each from itself',
          holds: naive.available === 8,
        },
        {
          says: 'exactly one is taken, and every worker may acknowledge',
          holds: ours.available === 9 && ours.left === 0,
        },
        {
          says: 'later copies find the order, in both: the race is the whole difference',
          holds: naive.late && ours.late,
        },
      ],
    };
  },
};

const late = 360_000;

function play(build: (stack: Stack) => Workplace) {
  const stack = (root: Stack) => {
    const { queue, worker } = build(root);
    const stock = table(root, 'Stock', { partitionKey: 'id' });
    worker.setEnvironment('catalogueTable', stock.tableName);
    worker.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], stock.tableArn);
    return { Orders: queue, Stock: stock };
  };
  return World.play({ stack }, async (world) => {
    const { places, hands, chronicle } = world;
    hands.put(places.Stock, { id: 'tea', available: 10 });
    for (let copy = 0; copy < 2; copy++) hands.send(places.Orders, taskBody('order-1'));
    world.at(late, () => hands.send(places.Orders, taskBody('order-1')));
    await world.until(late + 1000);
    await world.untilDone();
    const tea = hands.items<{ id: string; available: number }>(places.Stock).find(({ id }) => id === 'tea')!;
    return {
      timeline: chronicle.lines(),
      available: tea.available,
      effects: chronicle.logs.filter(({ message }) => message === 'took one from stock').length,
      late: chronicle.logs.some(({ at, message }) => at > late && message === 'already processed'),
      left: hands.messages(places.Orders).length,
    };
  });
}
