import { Duration, type Stack } from 'aws-cdk-lib';
import { table } from '../../lib/constructs/table.ts';
import { guide, spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import { orderCompletedBody } from '../world/orders.ts';
import { World } from '../world/world.ts';

const timeout = Duration.seconds(10);

/** The same event arrives again in the three ways there are. */
export const deduplication: Scenario = {
  name: 'deduplication',
  summary: 'one event, published again and redelivered after a crash',
  setting:
    'One sale of 9.00 is published twice by a producer that lost the first answer, so under two message ids, and comes to two environments at once. A second sale is recorded by a function that dies before it can acknowledge.',
  page: 'docs/patterns/deduplication.md',
  async run() {
    const props = { batchSize: 1, timeout };
    const naive = await play((stack) => naiveConsumer(stack, { ...props, entry: 'lambdas/naive/deduplication.ts' }));
    const ours = await play((stack) => spillwayConsumer(stack, { ...props, entry: 'lambdas/orders/record-sale.ts' }));
    return {
      sides: [
        {
          name: guide,
          how: 'A Set in the process holds the ids of messages, filled after the work.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'The row is keyed by the event id, which is a function of what happened.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'sales that happened', values: [2, 2] },
        { what: 'sales recorded', values: [naive.rows, ours.rows] },
        { what: 'revenue shown', values: [euros(naive.revenue), euros(ours.revenue)] },
      ],
      claims: [
        {
          says: 'naive: neither a second environment nor a crash knows what the first has seen',
          holds: naive.rows === 4,
        },
        { says: 'each sale is recorded once, in whatever way it comes again', holds: ours.rows === 2 },
        { says: 'nothing was lost for it', holds: ours.revenue === 1800 },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  const stack = (root: Stack) => {
    const { queue, worker } = build(root);
    const sales = table(root, 'Sales', { partitionKey: 'eventId' });
    worker.setEnvironment('salesTable', sales.tableName);
    worker.allow(['dynamodb:PutItem'], sales.tableArn);
    return { Events: queue, Sales: sales };
  };
  const diesAfter = ({ action, nth }: { action: string; nth: number }): boolean => action === 'PutItem' && nth === 3;
  return World.play({ stack, diesAfter }, async (world) => {
    const { places, hands, chronicle } = world;
    world.tell('producer', 'publishes sale one, twice');
    for (let time = 0; time < 2; time++) hands.send(places.Events, orderCompletedBody('one'));
    world.at(5000, () => {
      world.tell('producer', 'publishes sale two');
      hands.send(places.Events, orderCompletedBody('two'));
    });
    await world.until(6000);
    await world.untilDone();
    const rows = hands.items<{ amount: number }>(places.Sales);
    return {
      timeline: chronicle.lines(),
      rows: rows.length,
      revenue: rows.reduce((sum, { amount }) => sum + amount, 0),
    };
  });
}

function euros(cents: number): string {
  return `${(cents / 100).toFixed(2)} EUR`;
}
