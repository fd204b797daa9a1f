import type { Stack } from 'aws-cdk-lib';
import { guide, spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer, placesOf, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { taskBody, taskNames } from '../world/tasks.ts';
import { World } from '../world/world.ts';
import { clockTime, span } from '../tell.ts';

const tasks = taskNames(10);
const unlucky = tasks[2]!;
const outage = 120_000;

const downstream: Downstream = {
  answer: ({ at, subject }) => (subject === unlucky && at < outage ? 503 : 200),
};

export const backoff: Scenario = {
  name: 'backoff',
  summary: 'an outage: sleep in the function, or rest in the queue',
  setting: `Ten tasks arrive in one batch. For two minutes the service answers 503 to ${unlucky}; to the other nine it answers 200.`,
  page: 'docs/patterns/backoff.md',
  async run() {
    const naive = await play((stack) => naiveConsumer(stack, { entry: 'lambdas/naive/backoff.ts' }));
    const ours = await play((stack) => spillwayConsumer(stack, { entry: 'lambdas/toolkit/work.ts' }));
    return {
      sides: [
        {
          name: guide,
          how: 'The function sleeps 1, 2, 4, 8 and 16 seconds, then sends to a "failed" queue.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'The message is hidden for a jittered, doubling while; the function ends.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: `${unlucky} ends`, values: [naive.end, ours.end] },
        { what: 'billed', values: [span(naive.billed), span(ours.billed)] },
        {
          what: 'its nine neighbours are acknowledged after',
          values: [span(naive.neighbours), span(ours.neighbours)],
        },
        { what: `calls about ${unlucky}`, values: [naive.calls, ours.calls] },
      ],
      claims: [
        { says: 'sleeping gives the task up although the service came back', holds: naive.deadLetters === 1 },
        {
          says: 'resting outlasts the outage: the task is done, none is set aside',
          holds: ours.done && ours.deadLetters === 0,
        },
        { says: 'the function is paid for work, not for waiting', holds: ours.billed < naive.billed / 10 },
        {
          says: 'neighbours do not wait for the unlucky one',
          holds: ours.neighbours < 1000 && naive.neighbours > 30_000,
        },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  return World.play({ stack: placesOf(build), downstream }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const task of tasks) hands.send(places.Tasks, taskBody(task));
    world.at(outage, () => world.tell('downstream', 'is well again'));
    await world.untilDone();
    const deadLetters = hands.messages(places.DeadLetters).length;
    const done = chronicle.logs.find(({ message, fields }) => message === 'done' && fields['subject'] === unlucky);
    const gone = chronicle
      .of('sqs', 'deleted')
      .map(({ at }) => at)
      .toSorted((a, b) => a - b);
    return {
      timeline: chronicle
        .lines()
        .filter(({ what, who }) => what.includes(unlucky) || (who === 'downstream' && what.startsWith('is'))),
      end: done === undefined ? 'given up' : `done at ${clockTime(done.at)}`,
      done: done !== undefined,
      billed: chronicle.billedMilliseconds,
      neighbours: gone[8]!,
      calls: chronicle.calls.filter(({ subject }) => subject === unlucky).length,
      deadLetters,
    };
  });
}
