import { Duration, type Stack } from 'aws-cdk-lib';
import { guide, spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer, placesOf, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { taskBody, taskNames } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const good = taskNames(3, 'good');
const minutes = 30;
const timeout = Duration.seconds(10);

const downstream: Downstream = {
  answer: ({ subject }) => (subject === 'deadly' ? 'crash' : subject === 'hopeless' ? 422 : 200),
};

/** A batch with one message of every kind that cannot succeed. */
export const deadLetters: Scenario = {
  name: 'dead-letters',
  summary: 'garbage, a refusal and a process killer among good ones',
  setting:
    'A batch of six: three good tasks, a body that is not JSON, a task that the service refuses for good (422), and one whose processing kills the process. Watched for 30 minutes.',
  page: 'docs/patterns/dead-letters.md',
  async run() {
    const naive = await play((stack) =>
      naiveConsumer(stack, { entry: 'lambdas/naive/dead-letters.ts', maxConcurrency: 2, timeout }),
    );
    const ours = await play((stack) =>
      spillwayConsumer(stack, { entry: 'lambdas/toolkit/work.ts', maxConcurrency: 2, timeout }),
    );
    return {
      sides: [
        {
          name: guide,
          how: 'The handler counts retries and sends copies to a second queue; any throw fails the batch.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'Each message is judged by itself, a suspect alone; what cannot succeed is set aside with its reason.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'calls about each good task', values: [naive.calls.join(', '), ours.calls.join(', ')] },
        { what: 'set aside', values: [naive.aside.length, ours.aside.length] },
        { what: 'with their reason', values: [naive.reasons.length, ours.reasons.length] },
        { what: `still in the queue after ${minutes} minutes`, values: [naive.left, ours.left] },
        { what: 'invocations', values: [naive.invocations, ours.invocations] },
      ],
      claims: [
        {
          says: 'naive: good tasks are done again with every retry of the batch they are in',
          holds: Math.min(...naive.calls) >= 30,
        },
        {
          says: 'naive: what stands behind the garbage is never tried, and nothing is ever set aside',
          holds: naive.callsAboutHopeless === 0 && naive.aside.length === 0,
        },
        {
          says: 'good tasks are done; only attempts that died with their process were repeated, under the same key',
          holds: ours.good && Math.max(...ours.calls) <= 3,
        },
        {
          says: 'all three that cannot succeed are set aside, each with its own reason',
          holds: ours.reasons.join() === 'invalid-json,refused,silent-crash',
        },
        { says: 'nothing is left in the queue', holds: ours.left === 0 },
      ],
    };
  },
};

function play(build: (stack: Stack) => Workplace) {
  return World.play({ stack: placesOf(build), downstream }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const body of [...good.map((task) => taskBody(task)), '{"not json', taskBody('hopeless'), taskBody('deadly')])
      hands.send(places.Tasks, body);
    await world.until(minutes * 60_000);
    const calls = (task: string): number => chronicle.calls.filter(({ subject }) => subject === task).length;
    const aside = hands.messages(places.DeadLetters);
    return {
      timeline: chronicle.lines(),
      calls: good.map(calls),
      aside,
      reasons: aside.flatMap(({ attributes }) => attributes?.['reason']?.StringValue ?? []).toSorted(),
      callsAboutHopeless: calls('hopeless'),
      good: good.every((task) =>
        chronicle.logs.some(({ message, fields }) => message === 'done' && fields['subject'] === task),
      ),
      left: hands.messages(places.Tasks).length,
      invocations: chronicle.invocations,
    };
  });
}
