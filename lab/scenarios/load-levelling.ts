import { Duration, type Stack } from 'aws-cdk-lib';
import { spillway, type Line, type Scenario } from '../scenario.ts';
import { span } from '../tell.ts';
import { placesOf, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { taskBody, taskNames } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const tasks = taskNames(300);
/** What the service bears at once. */
const capacity = 10;
const takes = 500;
const timeout = Duration.seconds(10);

const downstream: Downstream = {
  answer: ({ concurrent }) => (concurrent > capacity ? 429 : 200),
  takes: () => takes,
};

/** A burst meets a service of fixed capacity. */
export const loadLevelling: Scenario = {
  name: 'load-levelling',
  summary: 'a burst of 300 tasks before a service that bears ten',
  setting: `${tasks.length} tasks arrive at once. The service works on ${capacity} at a time, half a second each, and answers 429 to the eleventh.`,
  page: 'docs/patterns/load-levelling.md',
  async run() {
    const open = await play((stack) =>
      spillwayConsumer(stack, { entry: 'lambdas/toolkit/work.ts', timeout, maxConcurrency: 100, batchSize: 1 }),
    );
    const level = await play((stack) =>
      spillwayConsumer(stack, { entry: 'lambdas/toolkit/work.ts', timeout, maxConcurrency: capacity, batchSize: 1 }),
    );
    return {
      sides: [
        {
          name: 'As fast as Lambda goes',
          how: 'maxConcurrency 100: the burst is passed on to the service.',
          timeline: open.timeline,
        },
        {
          name: spillway,
          how: `maxConcurrency ${capacity}, as much as the service bears: the queue holds the rest.`,
          timeline: level.timeline,
        },
      ],
      measures: [
        { what: 'refused calls (429)', values: [open.refused, level.refused] },
        { what: 'drained after', values: [span(open.drained), span(level.drained)] },
        { what: 'tasks a second, in the middle', values: [open.rate, level.rate] },
        { what: 'invocations', values: [open.invocations, level.invocations] },
      ],
      claims: [
        {
          says: 'with room for a hundred at once most calls of the burst are refused',
          holds: open.refused > tasks.length / 2,
        },
        {
          says: 'with it none is, and the drain is steady at what the service bears: 20 a second',
          holds: level.refused === 0 && Math.abs(level.rate - 20) <= 1,
        },
        {
          says: 'the limit costs no time: both finish every task, and the levelled one sooner',
          holds: level.done && open.done && level.drained <= open.drained,
        },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  return World.play({ stack: placesOf(build), downstream }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const task of tasks) hands.send(places.Tasks, taskBody(task));
    await world.untilDone();
    const done = chronicle.logs.filter(({ message }) => message === 'done').map(({ at }) => at);
    const count = (from: number, to: number): number => done.filter((at) => at >= from && at < to).length;
    const timeline = [0, 2, 4, 6, 8, 10, 12, 14].map((second): Line => {
      const left = tasks.length - count(0, second * 1000);
      return {
        at: second * 1000,
        who: 'queue',
        what: `${String(left).padStart(3)} left  ${'▇'.repeat(Math.ceil(left / 8))}`,
      };
    });
    return {
      timeline,
      refused: chronicle.calls.filter(({ outcome }) => outcome === 429).length,
      drained: done.at(-1)!,
      rate: count(5000, 10_000) / 5,
      invocations: chronicle.invocations,
      done: done.length === tasks.length,
    };
  });
}
