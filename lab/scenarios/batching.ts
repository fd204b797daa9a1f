import { Duration, type Stack } from 'aws-cdk-lib';
import { table } from '../../lib/constructs/table.ts';
import { guide, spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import { userRegisteredBody } from '../world/registrations.ts';
import { World } from '../world/world.ts';

const registrations = 250;
const timeout = Duration.seconds(10);

/** Many small writes, done together. */
export const batching: Scenario = {
  name: 'batching',
  summary: 'an array in memory, or a batch that Lambda holds',
  setting: `${registrations} registrations arrive within a few seconds, one of them with a body that breaks its contract. Each is a row.`,
  page: 'docs/patterns/batching.md',
  async run() {
    const naive = await play((stack) =>
      naiveConsumer(stack, { entry: 'lambdas/naive/batching.ts', maxConcurrency: 2, timeout }),
    );
    const ours = await play((stack) =>
      spillwayConsumer(stack, {
        entry: 'lambdas/users/record-registrations.ts',
        batchSize: 100,
        batchingWindow: Duration.seconds(5),
        maxConcurrency: 2,
        timeout,
      }),
    );
    return {
      sides: [
        {
          name: guide,
          how: 'The handler collects in an array, acknowledges, and writes at 100 or after 5 seconds.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'The mapping collects 100 or 5 seconds; each message is acknowledged once its row is there.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'registrations acknowledged', values: [naive.acknowledged, ours.acknowledged] },
        { what: 'of them recorded', values: [naive.rows, ours.rows] },
        { what: 'set aside', values: [naive.aside, ours.aside] },
        { what: 'writes to the table', values: [naive.writes, ours.writes] },
        { what: 'invocations', values: [naive.invocations, ours.invocations] },
      ],
      claims: [
        {
          says: 'naive: the array is emptied while it is written, and what is left in it when the function freezes is gone',
          holds: naive.acknowledged > naive.rows,
        },
        {
          says: 'every sound registration is recorded, and the broken one alone is set aside',
          holds: ours.rows === registrations - 1 && ours.aside === 1,
        },
        { says: 'in a few requests: 25 rows each', holds: ours.writes <= 15 },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  const stack = (root: Stack) => {
    const { queue, deadLetterQueue, worker } = build(root);
    const rows = table(root, 'Rows', { partitionKey: 'eventId' });
    worker.setEnvironment('registrationsTable', rows.tableName);
    worker.allow(['dynamodb:BatchWriteItem'], rows.tableArn);
    return { Events: queue, DeadLetters: deadLetterQueue, Rows: rows };
  };
  return World.play({ stack }, async (world) => {
    const { places, hands, chronicle } = world;
    for (let number = 1; number <= registrations; number++) {
      const body = number === 100 ? '{"type":"user.registered"}' : userRegisteredBody(number);
      world.at(number * 10, () => hands.send(places.Events, body));
    }
    await world.until(60_000);
    return {
      timeline: chronicle.lines(),
      acknowledged: chronicle.of('sqs', 'deleted').length,
      rows: hands.items(places.Rows).length,
      aside: hands.messages(places.DeadLetters).length,
      writes: world.requests('BatchWriteItem'),
      invocations: chronicle.invocations,
    };
  });
}
