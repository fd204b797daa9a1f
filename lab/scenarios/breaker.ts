import { Duration, type Stack } from 'aws-cdk-lib';
import { CircuitBreaker } from '../../lib/constructs/circuit-breaker.ts';
import { EventTopic } from '../../lib/constructs/event-topic.ts';
import { Outbox } from '../../lib/constructs/outbox.ts';
import { guide, spillway, type Line, type Scenario } from '../scenario.ts';
import { span } from '../tell.ts';
import { naiveConsumer, placesOf, spillwayConsumer, type Workplace } from '../world/consumers.ts';
import type { Downstream } from '../world/downstream.ts';
import { taskBody, taskNames } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const minute = 60_000;
const tasks = taskNames(200);
const outage = { from: 0, to: 60 * minute };
const timeout = Duration.seconds(10);
const share = { batchSize: 2, maxConcurrency: 4, timeout };
const atOnce = share.batchSize * share.maxConcurrency;

const downstream: Downstream = {
  answer: ({ at }) => (at < outage.to ? 503 : 200),
  takes: () => 200,
};

/** An hour of outage with work waiting. */
export const breaker: Scenario = {
  name: 'breaker',
  summary: 'an outage of an hour with 200 tasks waiting',
  setting: `${tasks.length} tasks wait while the service answers 503 for 60 minutes.`,
  page: 'docs/patterns/breaker.md',
  async run() {
    const naive = await play((stack) =>
      naiveConsumer(stack, { ...share, entry: 'lambdas/naive/breaker.ts', reportFailures: true, maxReceiveCount: 5 }),
    );
    const ours = await play(protectedConsumer);
    return {
      sides: [
        {
          name: guide,
          how: 'A breaker in each instance; while it is open messages fail, five receives each.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'One breaker in a table; a controller turns the event source mapping off, and probes.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'tasks done', values: [naive.done, ours.done] },
        { what: 'healthy tasks set aside', values: [naive.aside, ours.aside] },
        { what: 'calls during the outage', values: [naive.calls, ours.calls] },
        { what: 'invocations during the outage', values: [naive.invocations, ours.invocations] },
        { what: 'most calls at once after it', values: [naive.rush, ours.rush] },
        { what: 'last task done after the service was back', values: [naive.recovered, ours.recovered] },
      ],
      claims: [
        {
          says: 'naive: an open breaker spends the receives of healthy messages until they are dead letters',
          holds: naive.aside === tasks.length,
        },
        { says: 'no task is set aside, all are done', holds: ours.aside === 0 && ours.done === tasks.length },
        {
          says: 'the service is left alone while it is down: a call every other minute',
          holds: ours.calls <= 30,
        },
        {
          says: `its return is no stampede: three probes first, then the ${atOnce} at once that the consumer was given`,
          holds: ours.rush > 0 && ours.rush <= atOnce,
        },
      ],
    };
  },
};

function protectedConsumer(stack: Stack): Workplace {
  const topic = new EventTopic(stack, 'Events');
  const outbox = new Outbox(stack, 'Outbox', { destinations: { events: topic.topic } });
  const workplace = spillwayConsumer(stack, { ...share, entry: 'lambdas/toolkit/breaker.ts' });
  new CircuitBreaker(stack, 'Breaker', { name: 'service', outbox, policy: { permitSeconds: 30 } }).protect(
    workplace.consumer!,
  );
  return workplace;
}

function play(build: (stack: Stack) => Workplace) {
  return World.play({ stack: placesOf(build), downstream }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const task of tasks) hands.send(places.Tasks, taskBody(task));
    world.at(outage.to, () => world.tell('downstream', 'is well again'));
    await world.until(outage.to);
    const invocations = chronicle.invocationsOf('worker');
    await world.untilDone();
    const done = chronicle.logs.filter(({ message }) => message === 'done');
    const calls = (from: number, to: number): number =>
      chronicle.calls.filter(({ at }) => at >= from && at < to).length;
    return {
      timeline: story(world),
      done: done.length,
      aside: hands.messages(places.DeadLetters).length,
      calls: calls(outage.from, outage.to),
      invocations,
      rush: Math.max(0, ...chronicle.calls.filter(({ at }) => at >= outage.to).map(({ concurrent }) => concurrent)),
      recovered: done.length === 0 ? '-' : span(done.at(-1)!.at - outage.to),
    };
  });
}

/** The breaker's moves, and what became of the messages meanwhile. */
function story({ chronicle }: World): Line[] {
  const moves = chronicle.logs
    .filter(({ message }) => message === 'breaker moved' || message === 'mapping turned')
    .map(({ at, message, fields: { status, reason } }) =>
      message === 'breaker moved'
        ? { at, who: 'breaker', what: `${status}: ${reason}` }
        : { at, who: 'controller', what: `turns the event source mapping: ${status}` },
    );
  const told = chronicle.lines().filter(({ what }) => what === 'is well again');
  const dead = chronicle.of('sqs', 'dead-lettered').map(({ at }) => at);
  const deaths = [dead[0], dead.at(-1)].flatMap((at, index) =>
    at === undefined
      ? []
      : [{ at, who: 'SQS', what: `${index === 0 ? 'first' : 'last'} message to the dead-letter queue` }],
  );
  return [...moves, ...deaths, ...told].toSorted((a, b) => a.at - b.at);
}
