import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { reminderDropped, reminders, reminderSet } from '../../../lab/world/reminders.ts';
import { World, type WorldOptions } from '../../../lab/world/world.ts';
import { faultsAroundGateway } from '../../../local/faults/around-gateway.ts';
import { Faults } from '../../../local/faults/faults.ts';
import type { FaultRule } from '../../../local/faults/rule.ts';

type Made = ReturnType<typeof reminders>;
type Here = World<keyof Made['places']>;
type Begin = (set: (subject: string, at: number, note?: string) => void, drop: (subject: string) => void) => void;

const minute = 60_000;
const due = 45 * minute;
const outcomes = ['scheduled', 'already-scheduled', 'queued', 'cancelled', 'too-late'];

interface Circumstances extends Pick<WorldOptions<string>, 'diesAfter'> {
  readonly faults?: readonly FaultRule[];
  /** Takes back something of what the constructs grant. */
  readonly deny?: (made: Made, denied: (action: string) => PolicyStatement) => void;
}

/**
 * Lets an hour pass in a stack that keeps reminders.
 *
 * @param plan what is set and dropped, by minute
 */
function hour(plan: Readonly<Record<number, Begin>>, { faults = [], deny, ...rest }: Circumstances = {}) {
  const stack = (root: Stack) => {
    const made = reminders(root);
    deny?.(made, (action) => new PolicyStatement({ effect: Effect.DENY, actions: [action], resources: ['*'] }));
    return made.places;
  };
  const around: WorldOptions<string>['around'] = (clock) => {
    const rules = new Faults({ clock, journal: () => undefined, seed: 1, nameOf: (name) => name }, faults);
    return faultsAroundGateway(rules, clock, () => undefined);
  };
  return World.play({ stack, around, ...rest }, async (world) => {
    const { hands, places } = world;
    const set = (...reminder: Parameters<typeof reminderSet>) => hands.send(places.Reminders, reminderSet(...reminder));
    const drop = (subject: string) => hands.send(places.Reminders, reminderDropped(subject));
    for (const [at, begin] of Object.entries(plan)) world.at(Number(at) * minute, () => begin(set, drop));
    await world.until(60 * minute);
    return storyOf(world);
  });
}

function storyOf({ chronicle, cloud, hands, places }: Here) {
  const named = (subject: string) => (text: unknown) => String(text).includes(`"subject":"${subject}"`);
  return {
    /** What the toolkit answered about a reminder, in order. */
    outcomes: (subject: string) =>
      chronicle.logs
        .filter(({ message, fields }) => outcomes.includes(message) && fields['subject'] === subject)
        .map(({ message }) => message),
    logged: (what: string) => chronicle.logs.filter(({ message }) => message === what).map(({ fields }) => fields),
    /** When it was sent to the queue of what is due, milliseconds. */
    came: (subject: string) =>
      chronicle.journal
        .filter(({ service, event, resource }) => service === 'sqs' && event === 'sent' && resource.includes('Due'))
        .filter(({ body }) => named(subject)(body))
        .map(({ at }) => at),
    /** Messages that were delivered, as they were. */
    bodies: () => chronicle.bodies('lab.task'),
    /** When it took effect downstream, milliseconds. */
    done: (subject: string) => chronicle.calls.filter((call) => call.subject === subject).map(({ at }) => at),
    setAside: hands.messages(places.SetAside),
    undelivered: hands.messages(places.Undelivered),
    schedules: cloud.scheduler.schedules().map(({ name }) => name),
  };
}

describe('a delayed message', () => {
  let story: ReturnType<typeof storyOf>;

  beforeAll(async () => {
    story = await hour({
      0: (set) => {
        set('punctual', due);
        set('between', due + 1);
        set('dropped', due);
        set('twice', due);
        set('again', 20 * minute);
        set('soon', 15 * minute);
        set('overdue', -minute);
        set('quoting', due, 'see <aws.scheduler.execution-id>');
        set('large', due, 'x'.repeat(256 * 1024));
        set('wrong-units', 400 * 24 * 60 * minute);
      },
      1: (set, drop) => {
        set('twice', 50 * minute);
        drop('soon');
        drop('never-set');
      },
      30: (set, drop) => {
        drop('dropped');
        set('again', 50 * minute);
      },
    });
  });

  test('comes at its second, never before it', () => {
    expect(story.came('punctual')).toEqual([due]);
    expect(story.came('between')).toEqual([due + 1000]);
  });

  test('that is cancelled never comes', () => {
    expect(story.outcomes('dropped')).toEqual(['scheduled', 'cancelled']);
    expect(story.came('dropped')).toEqual([]);
  });

  test('that is asked for twice comes once, at the time that was asked for first', () => {
    expect(story.outcomes('twice')).toEqual(['scheduled', 'already-scheduled']);
    expect(story.came('twice')).toEqual([due]);
  });

  test('that is asked for again once it came comes a second time, and takes effect once by its id', () => {
    expect(story.outcomes('again')).toEqual(['scheduled', 'scheduled']);
    expect(story.came('again')).toEqual([20 * minute, 50 * minute]);
    expect(story.done('again')).toHaveLength(1);
  });

  test('that is due within 15 minutes is held back by SQS, and cannot be cancelled', () => {
    expect(story.outcomes('soon')).toEqual(['queued', 'too-late']);
    expect(story.done('soon')[0]).toBeGreaterThanOrEqual(15 * minute);
  });

  test('that was due in the past comes at once', () => {
    expect(story.outcomes('overdue')).toEqual(['queued']);
    expect(story.came('overdue')[0]).toBeLessThan(1000);
  });

  test('arrives as it was, also where its text looks like something that the scheduler fills in', () => {
    const texts = story.bodies().map((body) => (JSON.parse(body) as { data: { note: string } }).data.note);
    expect(texts).toContain('see <aws.scheduler.execution-id>');
  });

  test('too large for a schedule, or too far away, is rejected with the reason', () => {
    const reasons = story.setAside.map(({ attributes }) => attributes!['reason']!.StringValue!);
    expect(reasons.toSorted()).toEqual(['delay-too-long', 'message-too-large']);
  });

  test('that never was cannot be cancelled', () => {
    expect(story.outcomes('never-set')).toEqual(['too-late']);
  });

  test('leaves no schedule behind', () => {
    expect(story.schedules).toEqual([]);
  });
});

test('a delayed message takes effect within the second after its time, by whichever way it waits', async () => {
  const times = fc.sample(fc.integer({ min: 0, max: 55 * minute }), { numRuns: 50, seed: 1 });
  const story = await hour({ 0: (set) => times.forEach((at, index) => set(`number ${index}`, at)) });
  const late = times.map((at, index) => story.done(`number ${index}`)[0]! - at);
  expect(times.filter((at) => at > 15 * minute).length).toBeGreaterThan(20);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...late)).toBeLessThan(1000 + 500);
});

describe('when a request goes wrong', () => {
  const one = { 0: ((set) => set('one', due)) satisfies Begin };

  test('a schedule whose reply was lost is made once', async () => {
    const story = await hour(one, { faults: [{ action: 'scheduler:CreateSchedule', effect: 'loseReply', count: 1 }] });
    expect(story.outcomes('one')).toEqual(['scheduled']);
    expect(story.came('one')).toEqual([due]);
  });

  test('a schedule whose maker died is found when the cause is delivered again', async () => {
    const story = await hour(one, { diesAfter: ({ action, nth }) => action === 'CreateSchedule' && nth === 1 });
    expect(story.outcomes('one')).toEqual(['already-scheduled']);
    expect(story.came('one')).toEqual([due]);
  });

  test('a throttled request is tried again, in the call and then from the queue', async () => {
    const story = await hour(one, { faults: [{ action: 'scheduler:CreateSchedule', effect: 'throttle', count: 4 }] });
    expect(story.logged('message rests')).toMatchObject([{ errorType: 'ThrottlingException', attempt: 1 }]);
    expect(story.outcomes('one')).toEqual(['scheduled']);
    expect(story.came('one')).toEqual([due]);
  });

  test('a cancellation whose reply was lost is told as one', async () => {
    const plan = { ...one, 30: ((_set, drop) => drop('one')) satisfies Begin };
    const story = await hour(plan, { faults: [{ action: 'scheduler:DeleteSchedule', effect: 'loseReply', count: 1 }] });
    expect(story.outcomes('one')).toEqual(['scheduled', 'cancelled']);
    expect(story.came('one')).toEqual([]);
  });
});

test('a cancellation is told as one only if the message never comes', async () => {
  const before = [600, 301, 299, 60, 1, 0, -1];
  const subject = (seconds: number): string => `${seconds} s before`;
  const drops = before.map((seconds) => {
    const begin: Begin = (_set, drop) => drop(subject(seconds));
    return [due / minute - seconds / 60, begin] as const;
  });
  const story = await hour({
    0: (set) => before.forEach((seconds) => set(subject(seconds), due)),
    ...Object.fromEntries(drops),
  });
  const told = before.map((seconds) => [story.outcomes(subject(seconds)).at(-1), story.came(subject(seconds)).length]);
  expect(told).toEqual([
    ['cancelled', 0],
    ['cancelled', 0],
    ['too-late', 0],
    ['too-late', 0],
    ['too-late', 0],
    ['too-late', 1],
    ['too-late', 1],
  ]);
});

describe('permissions', () => {
  const one = { 0: ((set) => set('one', due)) satisfies Begin };

  test('a function that may not hand the role over schedules nothing', async () => {
    const story = await hour(one, { deny: ({ worker }, denied) => worker.role.addToPolicy(denied('iam:PassRole')) });
    expect(story.logged('message rests')[0]).toMatchObject({ errorType: 'AccessDeniedException' });
    expect(story.schedules).toEqual([]);
  });

  test('what the scheduler may not send is set aside in the dead-letter queue of its queue, with the reason', async () => {
    const story = await hour(one, {
      deny: ({ delays, places }) => {
        delays.role.addToPolicy(
          new PolicyStatement({
            effect: Effect.DENY,
            actions: ['sqs:SendMessage'],
            resources: [places.Due.queueArn],
          }),
        );
      },
    });
    expect(story.undelivered).toMatchObject([
      {
        attributes: {
          ERROR_CODE: { StringValue: 'AccessDeniedException' },
          SCHEDULED_TIME: { StringValue: '2026-01-01T00:45:00Z' },
        },
      },
    ]);
  });
});
