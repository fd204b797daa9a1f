import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { besideModel } from '../model-steps.ts';
import { account, call, redrive } from './fixture.ts';
import type { ReceivedMessage } from '../../../local/services/sqs/received-message.ts';

type Command =
  | { readonly do: 'send'; readonly group: string; readonly delay: number }
  | { readonly do: 'receive'; readonly most: number }
  | { readonly do: 'delete' | 'hide'; readonly which: number; readonly seconds: number }
  | { readonly do: 'wait'; readonly seconds: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    do: fc.constant('send' as const),
    group: fc.constantFrom('A', 'B', 'C'),
    delay: fc.constantFrom(0, 0, 3),
  }),
  fc.record({ do: fc.constant('receive' as const), most: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    do: fc.constantFrom('delete' as const, 'hide' as const),
    which: fc.nat(20),
    seconds: fc.constantFrom(0, 2, 20),
  }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 4, 11) }),
);

interface Expected {
  readonly body: string;
  readonly group: string;
  visibleAt: number;
  receives: number;
  /** Of its receives, the latest last. */
  readonly handles: string[];
  inFlight: boolean;
}

const VISIBILITY = 10_000;
const MOST_RECEIVES = 3;

/** The plainest description of a queue: a list of messages and a clock. */
class Model {
  messages: Expected[] = [];
  readonly dead: string[] = [];
  readonly fifo: boolean;

  constructor(fifo: boolean) {
    this.fifo = fifo;
  }

  settle(now: number): void {
    for (const message of this.messages) if (message.visibleAt <= now) message.inFlight = false;
  }

  /** Of a FIFO queue: what stands before the first of its group that is hidden. */
  receivable(now: number): Expected[] {
    const stopped = new Set<string>();
    return this.messages.filter((message) => {
      const ready = message.visibleAt <= now && !(this.fifo && stopped.has(message.group));
      if (!ready) stopped.add(message.group);
      return ready;
    });
  }
}

/** Runs commands against the engine and the model, and compares what both allow. */
async function compare(fifo: boolean, commands: readonly Command[]): Promise<void> {
  const { clock, sqs, create } = account();
  const suffix = fifo ? '.fifo' : '';
  await create(`dead${suffix}`);
  await create(`q${suffix}`, { VisibilityTimeout: '10', ...redrive(sqs.arnOf(`dead${suffix}`), MOST_RECEIVES) });
  const arn = sqs.arnOf(`q${suffix}`);
  const model = new Model(fifo);
  const seen: ReceivedMessage[] = [];
  let sent = 0;
  for (const command of commands) {
    model.settle(clock.now());
    if (command.do === 'wait') await clock.advance(command.seconds * 1000);
    else if (command.do === 'send') {
      const body = `${command.group}${sent++}`;
      const delay = fifo ? 0 : command.delay;
      const ids = fifo ? { MessageGroupId: command.group, MessageDeduplicationId: body } : { DelaySeconds: delay };
      sqs.send(arn, { MessageBody: body, ...ids }, call);
      const visibleAt = clock.now() + delay * 1000;
      model.messages.push({ body, group: command.group, visibleAt, receives: 0, handles: [], inFlight: false });
    } else if (command.do === 'receive') seen.push(...receive(command.most));
    else if (seen.length > 0) settleOne(command, seen[command.which % seen.length]!);
    check();
  }
  checkDead();

  function receive(most: number): ReceivedMessage[] {
    const allowed = model.receivable(clock.now());
    const parked = allowed.filter((message) => message.receives >= MOST_RECEIVES);
    const got = sqs.receive(arn, { most }, call);
    const dead = new Set(sqs.browse(sqs.arnOf(`dead${suffix}`)).map((message) => message.body));
    for (const message of parked.filter(({ body }) => dead.has(body))) {
      model.messages.splice(model.messages.indexOf(message), 1);
      model.dead.push(message.body);
    }
    const left = allowed.filter((message) => !parked.includes(message));
    expect(got.length).toBeLessThanOrEqual(most);
    if (got.length < most) expect(got.length).toBe(left.length);
    for (const message of got) {
      const expected = left.find(({ body }) => body === message.Body);
      expect(expected, `${message.Body} was not receivable`).toBeDefined();
      if (fifo) expect(earlierOfGroup(expected!, left)).toEqual([]);
      left.splice(left.indexOf(expected!), 1);
      expected!.receives += 1;
      expected!.visibleAt = clock.now() + VISIBILITY;
      expected!.handles.push(message.ReceiptHandle);
      expected!.inFlight = true;
      expect(message.Attributes['ApproximateReceiveCount']).toBe(String(expected!.receives));
    }
    return got;
  }

  function settleOne(command: Command & { do: 'delete' | 'hide' }, message: ReceivedMessage): void {
    const expected = model.messages.find(({ handles }) => handles.includes(message.ReceiptHandle));
    const latest = expected?.handles.at(-1) === message.ReceiptHandle;
    // A standard queue hides a message by an older handle, but does not delete it.
    const allowed = expected !== undefined && (fifo ? latest && expected.inFlight : latest || command.do === 'hide');
    try {
      if (command.do === 'delete') sqs.delete(arn, message.ReceiptHandle, call);
      else sqs.changeVisibility(arn, message.ReceiptHandle, command.seconds, call);
    } catch (error) {
      expect(error).toBeInstanceOf(AwsError);
      expect(allowed).toBe(false);
      return;
    }
    if (!allowed) return;
    if (command.do === 'delete') model.messages.splice(model.messages.indexOf(expected), 1);
    else {
      expected.visibleAt = clock.now() + command.seconds * 1000;
      expected.inFlight = command.seconds > 0;
    }
  }

  function checkDead(): void {
    expect(
      sqs
        .browse(sqs.arnOf(`dead${suffix}`))
        .map(({ body }) => body)
        .toSorted(),
    ).toEqual(model.dead.toSorted());
  }

  function check(): void {
    model.settle(clock.now());
    const depth = sqs.depth(arn)!;
    const waiting = model.messages.filter((message) => message.visibleAt <= clock.now()).length;
    const inFlight = model.messages.filter((message) => message.inFlight).length;
    expect(depth).toMatchObject({ visible: waiting, inFlight, delayed: model.messages.length - waiting - inFlight });
    const { sent: came, movedIn, deadLetteredIn, deleted, expired, purged, moved } = depth.counters;
    const left = deleted + expired + purged + moved + depth.counters['dead-lettered'];
    expect(came + movedIn + deadLetteredIn - left).toBe(model.messages.length);
  }
}

function earlierOfGroup(message: Expected, left: readonly Expected[]): Expected[] {
  return left.slice(0, left.indexOf(message)).filter(({ group }) => group === message.group);
}

test.each(['standard', 'FIFO'])('T07: a %s queue behaves as its plain model under any commands', async (kind) => {
  const steps = await besideModel(10_000, command, (commands) => compare(kind === 'FIFO', commands));
  expect(steps).toBeGreaterThanOrEqual(10_000);
});
