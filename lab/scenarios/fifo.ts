import { Duration, type Stack } from 'aws-cdk-lib';
import { spillway, type Scenario } from '../scenario.ts';
import { clockTime } from '../tell.ts';
import { naiveConsumer, placesOf, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { taskBody } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const numbers = [1, 2, 3, 4, 5];
const groups = ['ada', 'bob'];
const timeout = Duration.seconds(10);

const downstream: Downstream = {
  answer: ({ subject, attempt }) => (subject === 'ada-2' && attempt === 1 ? 503 : 200),
};

/** A step of one group fails once, in the middle of a batch. */
export const fifo: Scenario = {
  name: 'fifo',
  summary: 'a failure in the middle of a message group keeps its order',
  setting:
    'A FIFO queue holds steps 1 to 5 of ada and of bob. The service answers 503 to the first try of ada-2 and 200 to everything else.',
  page: 'docs/patterns/fifo.md',
  async run() {
    const naive = await play((stack) =>
      naiveConsumer(stack, { entry: 'lambdas/naive/fifo.ts', fifo: true, timeout, reportFailures: true }),
    );
    const ours = await play((stack) =>
      spillwayConsumer(stack, { entry: 'lambdas/toolkit/work-in-order.ts', fifo: true, timeout }),
    );
    return {
      sides: [
        {
          name: 'Reporting only what failed',
          how: 'ReportBatchItemFailures names ada-2; the rest of the batch was done.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'What follows a failed message of its group is reported with it and rests as long.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'ada’s steps were done in the order', values: [naive.order('ada'), ours.order('ada')] },
        { what: 'bob’s steps', values: [naive.order('bob'), ours.order('bob')] },
        { what: 'bob is done at', values: [clockTime(naive.end('bob')), clockTime(ours.end('bob'))] },
      ],
      claims: [
        {
          says: 'naive: a FIFO queue alone does not keep the order when a batch half fails',
          holds: naive.order('ada') !== '1 2 3 4 5',
        },
        {
          says: 'each group is done in its order',
          holds: ours.order('ada') === '1 2 3 4 5' && ours.order('bob') === '1 2 3 4 5',
        },
        { says: 'a group that waits holds up no other group', holds: ours.end('bob') < ours.end('ada') },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  return World.play({ stack: placesOf(build), downstream }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const number of numbers)
      for (const group of groups) hands.send(places.Tasks, taskBody(`${group}-${number}`), group);
    await world.untilDone();
    const done = (group: string) =>
      chronicle.logs.filter(({ message, fields }) => message === 'done' && String(fields['subject']).startsWith(group));
    return {
      timeline: chronicle.lines().filter(({ who, what }) => who !== 'downstream' || what.includes('503')),
      order: (group: string): string =>
        done(group)
          .map(({ fields }) => String(fields['subject']).split('-')[1])
          .join(' '),
      end: (group: string): number => done(group).at(-1)!.at,
    };
  });
}
