import type { Stack } from 'aws-cdk-lib';
import { spillway, type Scenario } from '../scenario.ts';
import { naiveConsumer } from '../world/consumers.ts';
import type { DiesAfter } from '../world/downstream.ts';
import { reminderDropped, reminders, reminderSet } from '../world/reminders.ts';
import type { Places } from '../world/stack.ts';
import { World } from '../world/world.ts';

const minute = 60_000;
const due = 45 * minute;
const [kept, dropped, setTwice] = ['order-1', 'order-2', 'order-3'];

/** Something is to happen much later than SQS can hold a message back. */
export const delays: Scenario = {
  name: 'delays',
  summary: 'reminders for 45 minutes later, where SQS delays 15',
  setting: `Three orders are to be reminded of in 45 minutes. ${dropped} is paid after 20, so its reminder is dropped. The function that sets the one of ${setTwice} dies before it can acknowledge, so it is set once more.`,
  page: 'docs/patterns/delays.md',
  async run() {
    const naive = await play(sentAgain, 'SendMessage');
    const ours = await play((root) => reminders(root).places, 'CreateSchedule');
    return {
      sides: [
        {
          name: 'Sent again',
          how: 'What is not due yet is sent to the same queue again with a delay of up to 15 minutes.',
          timeline: naive.timeline,
        },
        {
          name: spillway,
          how: 'Each reminder is a one-time schedule named by its message; it comes into a queue when it is due.',
          timeline: ours.timeline,
        },
      ],
      measures: [
        { what: `${kept} is reminded of`, values: [`${naive.done(kept)} ×`, `${ours.done(kept)} ×`] },
        { what: `${dropped}, which was dropped`, values: [`${naive.done(dropped)} ×`, `${ours.done(dropped)} ×`] },
        {
          what: `${setTwice}, which was set twice`,
          values: [`${naive.done(setTwice)} ×`, `${ours.done(setTwice)} ×`],
        },
        { what: 'invocations', values: [naive.invocations, ours.invocations] },
      ],
      claims: [
        {
          says: 'a message in a queue cannot be taken back; a schedule can, and its message never comes',
          holds: naive.done(dropped) === 1 && ours.done(dropped) === 0,
        },
        {
          says: 'sent again and not acknowledged, a message goes on as two; a schedule of its name is there already',
          holds: naive.done(setTwice) === 2 && ours.done(setTwice) === 1,
        },
        {
          says: 'what waits in a schedule runs nothing until the second it is due',
          holds: ours.invocations < naive.invocations && ours.came.every((at) => at === due) && ours.came.length === 2,
        },
      ],
    };
  },
};

/** A consumer that sends to its own queue. */
function sentAgain(root: Stack): Places<'Reminders'> {
  const { queue, worker } = naiveConsumer(root, { entry: 'lambdas/naive/delays.ts', batchSize: 1 });
  queue.grantSendMessages(worker);
  return { Reminders: queue };
}

/** @param crashes what the function that sets the last reminder did when it died */
function play<Names extends string>(stack: (root: Stack) => Places<Names | 'Reminders'>, crashes: string) {
  const diesAfter: DiesAfter = ({ action, nth }) => action === crashes && nth === 3;
  return World.play({ stack, diesAfter }, async (world) => {
    const { places, hands, chronicle } = world;
    for (const subject of [kept, dropped, setTwice]) hands.send(places.Reminders, reminderSet(subject, due));
    world.at(20 * minute, () => {
      world.tell('customer', `pays ${dropped}`);
      hands.send(places.Reminders, reminderDropped(dropped));
    });
    await world.until(due + minute);
    return {
      timeline: chronicle.lines().filter(({ who }) => who !== 'downstream'),
      done: (subject: string) => chronicle.calls.filter((call) => call.subject === subject).length,
      invocations: chronicle.invocations,
      came: chronicle.of('scheduler', 'delivered').map(({ at }) => at),
    };
  });
}
