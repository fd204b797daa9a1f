import { describe, expect, test } from 'vitest';
import { FIFO_QUEUE, QUEUE, Stage } from './stage.ts';
import type { SqsRecord } from '../../../local/services/lambda/mappings/sqs-record.ts';

interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

const REPORT = { FunctionResponseTypes: ['ReportBatchItemFailures' as const] };
const bodies = ({ Records }: SqsEvent): string[] => Records.map((record) => record.body);

describe('SQS event source mapping', () => {
  test('a message reaches the function and is deleted after success', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function('f', (event: SqsEvent) => void seen.push(bodies(event)));
    stage.map('f', QUEUE);
    stage.queues.send('hello');
    await stage.clock.advance(0);
    expect(seen).toEqual([['hello']]);
    expect(stage.queues.depth).toBe(0);
  });

  test('an idle queue is not polled', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    stage.map('f', QUEUE);
    await stage.clock.advance(0);
    const before = stage.queues.receiveCalls;
    await stage.clock.advance(24 * 3_600_000);
    expect(stage.queues.receiveCalls).toBe(before);
  });

  test('an exception gives back the whole batch after its visibility timeout, never before', async () => {
    const stage = new Stage();
    let calls = 0;
    stage.function('f', () => {
      calls += 1;
      if (calls === 1) throw new Error('boom');
    });
    stage.map('f', QUEUE);
    stage.queues.send('a');
    stage.queues.send('b');
    await stage.clock.advance(29_999);
    expect([calls, stage.queues.depth]).toEqual([1, 2]);
    await stage.clock.advance(1);
    expect([calls, stage.queues.depth]).toEqual([2, 0]);
  });

  test('reported failures stay in the queue and the rest is deleted', async () => {
    const stage = new Stage();
    stage.function('f', ({ Records }: SqsEvent) => ({
      batchItemFailures: Records.filter((record) => record.body === 'bad').map((record) => ({
        itemIdentifier: record.messageId,
      })),
    }));
    stage.map('f', QUEUE, REPORT);
    for (const body of ['a', 'bad', 'c']) stage.queues.send(body);
    await stage.clock.advance(0);
    expect(stage.queues.deleted).toEqual(['m1', 'm3']);
    expect(stage.events('returned')).toMatchObject([{ messageIds: ['m2'], reason: 'reported' }]);
  });

  test.each([
    ['an unknown identifier', { batchItemFailures: [{ itemIdentifier: 'nobody' }] }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong key', { batchItemFailures: [{ id: 'm1' }] }],
    ['a list that is none', { batchItemFailures: 'm1' }],
    ['another object', { statusCode: 200 }],
    ['a string', 'done'],
    ['an array', ['m1']],
  ])('%s fails the whole batch', async (_name, response) => {
    const stage = new Stage();
    stage.function('f', () => response);
    stage.map('f', QUEUE, REPORT);
    stage.queues.send('a');
    await stage.clock.advance(0);
    expect([stage.queues.depth, stage.events('returned')[0]?.['reason']]).toEqual([1, 'malformed-response']);
  });

  test.each([
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['an empty object', {}],
    ['an empty array', []],
    ['nothing', undefined],
  ])('%s means success', async (_name, response) => {
    const stage = new Stage();
    stage.function('f', () => response);
    stage.map('f', QUEUE, REPORT);
    stage.queues.send('a');
    await stage.clock.advance(0);
    expect(stage.queues.depth).toBe(0);
  });

  test('without ReportBatchItemFailures the response is not looked at', async () => {
    const stage = new Stage();
    stage.function('f', () => ({ batchItemFailures: [{ itemIdentifier: 'm1' }] }));
    stage.map('f', QUEUE);
    stage.queues.send('a');
    await stage.clock.advance(0);
    expect(stage.queues.depth).toBe(0);
  });

  test('at most the batch size goes to one invocation', async () => {
    const stage = new Stage();
    const sizes: number[] = [];
    stage.function('f', (event: SqsEvent) => void sizes.push(event.Records.length));
    for (let i = 0; i < 25; i++) stage.queues.send(String(i));
    stage.map('f', QUEUE, { BatchSize: 10 });
    await stage.clock.advance(0);
    expect(sizes).toEqual([10, 10, 5]);
  });

  test('a batching window gathers until it is over', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function('f', (event: SqsEvent) => void seen.push(bodies(event)));
    stage.map('f', QUEUE, { BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
    stage.queues.send('a');
    await stage.clock.advance(3000);
    stage.queues.send('b');
    await stage.clock.advance(1999);
    expect(seen).toEqual([]);
    await stage.clock.advance(1);
    expect(seen).toEqual([['a', 'b']]);
  });

  test('a batching window ends early once the batch is full', async () => {
    const stage = new Stage();
    const sizes: number[] = [];
    stage.function('f', (event: SqsEvent) => void sizes.push(event.Records.length));
    stage.map('f', QUEUE, { BatchSize: 20, MaximumBatchingWindowInSeconds: 300 });
    for (let i = 0; i < 20; i++) stage.queues.send(String(i));
    await stage.clock.advance(0);
    expect(sizes).toEqual([20]);
  });

  test('ten messages of 1 MiB go in two invocations, as one takes 6 MB', async () => {
    const stage = new Stage();
    const sizes: number[] = [];
    stage.function('f', (event: SqsEvent) => void sizes.push(event.Records.length));
    for (let i = 0; i < 10; i++) stage.queues.send('x'.repeat(1024 * 1024 - 2000));
    stage.map('f', QUEUE);
    await stage.clock.advance(0);
    expect(sizes).toEqual([6, 4]);
  });

  test('deletes go out in batches of ten', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined);
    for (let i = 0; i < 25; i++) stage.queues.send(String(i));
    stage.map('f', QUEUE, { BatchSize: 100, MaximumBatchingWindowInSeconds: 1 });
    await stage.clock.advance(1000);
    expect(stage.queues.deletes).toEqual([10, 10, 5]);
  });

  test('no more than MaximumConcurrency batches run at once', async () => {
    const stage = new Stage();
    let running = 0;
    let most = 0;
    stage.function('f', async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => stage.clock.schedule(stage.clock.now() + 1000, resolve));
      running -= 1;
    });
    for (let i = 0; i < 50; i++) stage.queues.send(String(i));
    stage.map('f', QUEUE, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } });
    await stage.clock.advance(60_000);
    expect([most, stage.queues.depth]).toEqual([3, 0]);
  });

  test('a backlog starts with five concurrent batches and grows from there', async () => {
    const stage = new Stage();
    const running: number[] = [];
    let now = 0;
    stage.queues.visibilityTimeoutSeconds = 600;
    stage.function(
      'f',
      async () => {
        running.push((now += 1));
        await new Promise<void>((resolve) => stage.clock.schedule(stage.clock.now() + 120_000, resolve));
        now -= 1;
      },
      { timeoutSeconds: 300 },
    );
    for (let i = 0; i < 400; i++) stage.queues.send(String(i));
    stage.map('f', QUEUE, { BatchSize: 1 });
    await stage.clock.advance(0);
    expect(running.at(-1)).toBe(5);
    await stage.clock.advance(60_000);
    expect(running.at(-1)).toBe(305);
  });

  test('a throttled batch is tried again while it is hidden, then comes back with its receive counted', async () => {
    const stage = new Stage();
    stage.function('f', () => undefined, { reserved: 0 });
    stage.map('f', QUEUE);
    stage.queues.send('a');
    await stage.clock.advance(29_999);
    expect(stage.queues.receives('m1')).toBe(1);
    expect(stage.events('throttled').length).toBeGreaterThan(1);
    await stage.clock.advance(2);
    expect(stage.queues.receives('m1')).toBe(2);
  });

  test('a batch of a FIFO queue holds several of a group, and the group waits for it', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function('f', async (event: SqsEvent) => {
      seen.push(bodies(event));
      await new Promise<void>((resolve) => stage.clock.schedule(stage.clock.now() + 1000, resolve));
    });
    for (const body of ['a1', 'a2']) stage.queues.send(body, 'a');
    stage.map('f', FIFO_QUEUE);
    await stage.clock.advance(0);
    stage.queues.send('a3', 'a');
    stage.queues.send('b1', 'b');
    await stage.clock.advance(999);
    expect(seen).toEqual([['a1', 'a2'], ['b1']]);
    await stage.clock.advance(1);
    expect(seen.at(-1)).toEqual(['a3']);
  });

  test('a disabled mapping receives nothing, and says Disabling before Disabled', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function('f', (event: SqsEvent) => void seen.push(bodies(event)));
    const { uuid } = stage.map('f', QUEUE);
    const state = (): string | undefined => stage.lambda.store.mappings.get(uuid)?.state;
    stage.lambda.mappings.update(stage.lambda.store.mappings.get(uuid)!, false);
    expect(state()).toBe('Disabling');
    await stage.clock.advance(1000);
    expect(state()).toBe('Disabled');
    stage.queues.send('a');
    await stage.clock.advance(60_000);
    expect(seen).toEqual([]);
    stage.lambda.mappings.update(stage.lambda.store.mappings.get(uuid)!, true);
    expect(state()).toBe('Enabling');
    await stage.clock.advance(1000);
    expect(seen).toEqual([['a']]);
  });

  test('messages that no filter lets through are deleted without an invocation', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function('f', (event: SqsEvent) => void seen.push(bodies(event)));
    stage.map('f', QUEUE, { FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] } });
    for (const body of ['{"kind":"order"}', '{"kind":"video"}', 'plain']) stage.queues.send(body);
    await stage.clock.advance(0);
    expect(seen).toEqual([['{"kind":"order"}']]);
    expect(stage.queues.depth).toBe(0);
  });
});
