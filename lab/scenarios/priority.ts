import { Duration, type Stack } from 'aws-cdk-lib';
import { FailureTable } from '../../lib/constructs/failure-table.ts';
import { PriorityLanes, longestWait } from '../../lib/constructs/priority-lanes.ts';
import { guide, spillway, type Line, type Scenario } from '../scenario.ts';
import { span } from '../tell.ts';
import { naiveConsumer } from '../world/consumers.ts';
import type { Places } from '../world/stack.ts';
import { taskBody, taskNames } from '../world/tasks.ts';
import { World } from '../world/world.ts';

const standard = taskNames(600, 'standard');
const vip = taskNames(20, 'vip');
const vipsArrive = 10_000;
const takes = 2000;
const timeout = Duration.seconds(30);
const lanes = { vip: { maxConcurrency: 2 }, standard: { maxConcurrency: 6 } };

/** What is ahead of the last standard task, as the construct's own bound has it. */
const ahead = standard.length - 1;

/** Urgent work behind a backlog. */
export const priority: Scenario = {
  name: 'priority',
  summary: 'urgent work behind a backlog: a flag, or a lane of its own',
  setting: `${standard.length} standard tasks wait; ten seconds later ${vip.length} vip tasks arrive. A task takes 2 seconds, 8 workers in all.`,
  page: 'docs/patterns/priority.md',
  async run() {
    const naive = await play((stack) => {
      const { queue } = naiveConsumer(stack, {
        entry: 'lambdas/naive/priority.ts',
        batchSize: 1,
        maxConcurrency: 8,
        timeout,
      });
      return { Vip: queue, Standard: queue };
    });
    let bound = 0;
    const ours = await play((stack) => {
      const made = new PriorityLanes(stack, 'Lanes', { lanes, consumerTimeout: timeout });
      const failures = new FailureTable(stack, 'Failures');
      const consumers = made.consume({ entry: 'lambdas/toolkit/work.ts', timeout, batchSize: 1, failures });
      bound = longestWait(consumers.standard, ahead, Duration.millis(takes)).toMilliseconds() + takes;
      return { Vip: made.queues.vip.queue, Standard: made.queues.standard.queue };
    });
    return {
      sides: [
        {
          name: guide,
          how: 'One queue; "priority: high" is an attribute that SQS does not read.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'A queue and workers for each lane: 2 of the 8 are the vips’ own.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: 'vip waits, median', values: [span(median(naive.vip)), span(median(ours.vip))] },
        { what: 'vip waits, longest', values: [span(naive.vip.at(-1)!), span(ours.vip.at(-1)!)] },
        { what: 'last standard task is done after', values: [span(naive.standardEnds), span(ours.standardEnds)] },
      ],
      claims: [
        { says: 'naive: a vip waits behind the whole backlog', holds: median(naive.vip) > 60_000 },
        {
          says: 'a vip waits for the vips before it and nobody else',
          holds: ours.vip.at(-1)! < (vip.length / 2) * takes + 3000,
        },
        {
          says: `the standard lane is not starved: done within the bound that the construct declares, ${span(bound)}`,
          holds: ours.standardEnds <= bound,
        },
      ],
    };
  },
};

function play(stack: (root: Stack) => Places<'Vip' | 'Standard'>) {
  return World.play({ stack, downstream: { answer: () => 200, takes: () => takes } }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const task of standard) hands.send(places.Standard, taskBody(task));
    world.tell('producer', `sends ${standard.length} standard tasks`);
    world.at(vipsArrive, () => {
      world.tell('producer', `sends ${vip.length} vip tasks`);
      for (const task of vip) hands.send(places.Vip, taskBody(task));
    });
    await world.until(vipsArrive + 1000);
    await world.untilDone();
    const done = chronicle.logs.filter(({ message }) => message === 'done');
    const of = (prefix: string) => done.filter(({ fields }) => String(fields['subject']).startsWith(prefix));
    const told = (prefix: string): Line[] => {
      const all = of(prefix);
      return [all[0]!, all.at(-1)!].map(({ at, fields }, index) => ({
        at,
        who: index === 0 ? `first ${prefix}` : `last ${prefix}`,
        what: `done: ${String(fields['subject'])}`,
      }));
    };
    return {
      timeline: [
        ...chronicle.lines().filter(({ who }) => who === 'producer'),
        ...told('standard'),
        ...told('vip'),
      ].toSorted((a, b) => a.at - b.at),
      vip: of('vip')
        .map(({ at }) => at - vipsArrive)
        .toSorted((a, b) => a - b),
      standardEnds: of('standard').at(-1)!.at,
    };
  });
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)]!;
}
