import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { faultsAroundInvocations, throttledInvocations } from '../../../local/faults/around-invocations.ts';
import { faultsAroundQueues } from '../../../local/faults/around-queues.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { addMapping } from '../../../local/services/lambda/actions/create-event-source-mapping.ts';
import { addFunction } from '../../../local/services/lambda/function-settings.ts';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import { call } from './scene.ts';
import type { Cloud } from '../../../local/services/cloud.ts';
import type { JournalEntry } from '../../../local/services/service.ts';

const queueArn = 'arn:aws:sqs:us-east-1:123456789012:orders';
const role = 'arn:aws:iam::123456789012:role/worker';

let clock: VirtualClock;
let faults: Faults;
let cloud: Cloud;
let journal: JournalEntry[];
/** Bodies of each batch, as the handler got them. */
let batches: string[][];
let stopped: number;

beforeEach(() => {
  clock = new VirtualClock();
  journal = [];
  batches = [];
  stopped = 0;
  const surroundings = {
    clock,
    random: seededRandom(1),
    accountId: '123456789012',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry: JournalEntry) => void journal.push(entry),
  };
  faults = new Faults({ clock, journal: surroundings.journal, seed: 1, nameOf: (name) => name });
  cloud = createCloud(surroundings, {
    admit: throttledInvocations(faults),
    environments: faultsAroundInvocations(faults, clock, () => ({
      invoke: async (event) => {
        batches.push((event as { Records: { body: string }[] }).Records.map(({ body }) => body));
        return { kind: 'ok', payload: 'null' };
      },
      stop: () => void (stopped += 1),
    })),
    aroundQueues: faultsAroundQueues(faults, {
      clock,
      functionOf: (of) => (of === role ? 'worker' : undefined),
      show: (arn, handle) => cloud.sqs.changeVisibility(arn, handle, 0, call),
    }),
  });
  cloud.iam.createRole('worker');
  cloud.iam.attach('worker', { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } });
  createQueue(cloud.sqs, { QueueName: 'orders', Attributes: { VisibilityTimeout: '30' } }, call);
  addFunction(
    cloud.lambda,
    { functionName: 'worker', codePath: '/code', handler: 'index.handler', runtime: 'nodejs24.x', role },
    {},
  );
  addMapping(cloud.lambda, { FunctionName: 'worker', EventSourceArn: queueArn, BatchSize: 10 }, true);
});

const send = (...bodies: string[]): void => {
  for (const body of bodies) cloud.sqs.send(queueArn, { MessageBody: body }, call);
};
const events = (event: string): JournalEntry[] => journal.filter((entry) => entry.event === event);

describe('invocations', () => {
  test('a crash before the invocation never runs the handler; the message comes again', async () => {
    faults.set([{ action: 'lambda:Invoke', effect: 'crash', function: 'worker', count: 1 }]);
    send('one');
    await clock.advance(29_000);
    expect(batches).toEqual([]);
    expect(stopped).toBeGreaterThan(0);
    expect(events('failed')[0]).toMatchObject({ reason: 'killed' });
    await clock.advance(10_000);
    expect(batches).toEqual([['one']]);
  });

  test('a crash after the invocation runs the handler twice for one message', async () => {
    faults.set([{ action: 'lambda:Invoke', effect: 'crash', after: true, count: 1 }]);
    send('one');
    await clock.advance(40_000);
    expect(batches).toEqual([['one'], ['one']]);
  });

  test('a throttled invocation does not run, and its message comes again', async () => {
    faults.set([{ action: 'lambda:Invoke', effect: 'throttle', count: 1 }]);
    send('one');
    await clock.advance(0);
    expect(events('throttled')).toHaveLength(1);
    expect(batches).toEqual([]);
    await clock.advance(120_000);
    expect(batches).toEqual([['one']]);
  });

  test('a delayed invocation starts late', async () => {
    faults.set([{ action: 'lambda:Invoke', effect: 'delay', delayMilliseconds: 2000, match: 'one' }]);
    send('one');
    await clock.advance(1999);
    expect(batches).toEqual([]);
    await clock.advance(1);
    expect(batches).toEqual([['one']]);
  });
});

describe('queues of mappings', () => {
  test('a duplicated receive shows the message to a second receiver', async () => {
    faults.set([{ action: 'sqs:ReceiveMessage', effect: 'duplicate', count: 1 }]);
    // While the first receiver is still at work.
    faults.set([
      { action: 'sqs:ReceiveMessage', effect: 'duplicate', count: 1 },
      { action: 'lambda:Invoke', effect: 'delay', delayMilliseconds: 6000 },
    ]);
    send('one');
    await clock.advance(20_000);
    expect(batches).toEqual([['one'], ['one']]);
  });

  test('a receive whose reply is lost hides its messages for the visibility timeout', async () => {
    faults.set([{ action: 'sqs:ReceiveMessage', effect: 'loseReply', count: 1 }]);
    send('one');
    await clock.advance(29_000);
    expect(batches).toEqual([]);
    await clock.advance(2000);
    expect(batches).toEqual([['one']]);
  });

  test('a reordered receive gives the batch in another order', async () => {
    faults.set([{ action: 'sqs:ReceiveMessage', effect: 'reorder' }]);
    send('one', 'two', 'three');
    await clock.advance(0);
    expect(batches[0]).not.toEqual(['one', 'two', 'three']);
    expect(batches[0]!.toSorted()).toEqual(['one', 'three', 'two']);
  });

  test('a delayed receive comes later', async () => {
    faults.set([{ action: 'sqs:ReceiveMessage', effect: 'delay', delayMilliseconds: 500, count: 1 }]);
    send('one');
    await clock.advance(499);
    expect(batches).toEqual([]);
    await clock.advance(1);
    expect(batches).toEqual([['one']]);
  });

  test('a throttled receive is tried again', async () => {
    faults.set([{ action: 'sqs:ReceiveMessage', effect: 'throttle', function: 'worker', count: 1 }]);
    send('one');
    await clock.advance(0);
    expect(events('receive-failed')).toHaveLength(1);
    await clock.advance(10_000);
    expect(batches).toEqual([['one']]);
  });

  test('a throttled deletion lets the message come again', async () => {
    faults.set([{ action: 'sqs:DeleteMessage', effect: 'throttle', count: 1 }]);
    send('one');
    await clock.advance(31_000);
    expect(batches).toEqual([['one'], ['one']]);
  });
});
