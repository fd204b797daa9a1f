import { Duration } from 'aws-cdk-lib';
import { spillway, type Scenario } from '../scenario.ts';
import { span } from '../tell.ts';
import { placesOf, spillwayConsumer } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { taskBody, taskNames } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const tasks = taskNames(12);
const victim = tasks[4]!;

const downstream: Downstream = {
  answer: ({ subject, attempt }) => (subject === victim && attempt === 1 ? 'crash' : 200),
  takes: () => 2000,
};

/** Competing workers share a queue, and one of them dies. */
export const pointToPoint: Scenario = {
  name: 'point-to-point',
  summary: 'three workers share a queue, and one of them dies at work',
  setting: `${tasks.length} tasks of 2 seconds in one queue, three workers. The worker that takes ${victim} dies.`,
  page: 'docs/patterns/point-to-point.md',
  run: () =>
    World.play(
      {
        stack: placesOf((stack) =>
          spillwayConsumer(stack, {
            entry: 'lambdas/toolkit/work.ts',
            batchSize: 1,
            maxConcurrency: 3,
            timeout: Duration.seconds(10),
          }),
        ),
        downstream,
      },
      async (world) => {
        const { places, hands, chronicle } = world;
        for (const task of tasks) hands.send(places.Tasks, taskBody(task));
        await world.untilDone();
        const done = chronicle.logs.filter(({ message }) => message === 'done');
        const subjects = done.map(({ fields }) => String(fields['subject']));
        const atFirst = done.filter(({ fields }) => fields['attempt'] === 1);
        return {
          sides: [
            {
              name: spillway,
              how: 'A received message is hidden, not gone: only the worker that is done with it deletes it.',
              timeline: chronicle.lines().filter(({ who }) => who !== 'downstream'),
            },
          ],
          measures: [
            { what: 'tasks, done', values: [`${tasks.length}, ${new Set(subjects).size}`] },
            { what: 'eleven tasks of 2 s took', values: [span(atFirst.at(-1)!.at)] },
            { what: `${victim} came back after`, values: [span(done.at(-1)!.at - 2000)] },
          ],
          claims: [
            { says: 'each task is done by exactly one worker', holds: subjects.toSorted().join() === tasks.join() },
            { says: 'three workers share them: a third of the time', holds: atFirst.at(-1)!.at <= 9000 },
            {
              says: 'what a dead worker held comes back by itself, after the visibility timeout',
              holds: subjects.at(-1) === victim,
            },
          ],
        };
      },
    ),
};
