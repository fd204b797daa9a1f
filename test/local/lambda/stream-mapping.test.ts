import { describe, expect, test } from 'vitest';
import { STREAM, Stage } from './stage.ts';
import type { CreateEventSourceMappingRequest } from '@aws-sdk/client-lambda';
import type { LambdaChange } from '../../../local/services/lambda/store.ts';
import type { StreamRecord } from '../../../local/services/lambda/mappings/stream-source.ts';

interface StreamEvent {
  readonly Records: readonly StreamRecord[];
}

const FROM_START = { StartingPosition: 'TRIM_HORIZON' as const };
const keys = ({ Records }: StreamEvent): string[] => Records.map((record) => keyOf(record));
const keyOf = (record: StreamRecord): string => (record.dynamodb.Keys['id'] as { S: string }).S;

function staged(
  handler: (event: StreamEvent) => unknown,
  input: Partial<CreateEventSourceMappingRequest> = {},
): { stage: Stage; seen: string[][]; uuid: string } {
  const stage = new Stage();
  const seen: string[][] = [];
  stage.function('f', (event: StreamEvent) => {
    seen.push(keys(event));
    return handler(event);
  });
  const { uuid } = stage.map('f', STREAM, { ...FROM_START, ...input });
  return { stage, seen, uuid };
}

describe('DynamoDB stream event source mapping', () => {
  test('records arrive in order, in batches, with the stream they came from', async () => {
    const arns = new Set<unknown>();
    const { stage, seen } = staged(({ Records }) => Records.forEach((record) => arns.add(record.eventSourceARN)), {
      BatchSize: 2,
    });
    for (const key of ['a', 'b', 'c']) stage.streams.add(key);
    await stage.clock.advance(0);
    expect(seen).toEqual([['a', 'b'], ['c']]);
    expect([...arns]).toEqual([STREAM]);
  });

  test('an idle stream is not polled', async () => {
    const { stage } = staged(() => undefined);
    await stage.clock.advance(0);
    const before = stage.streams.reads;
    await stage.clock.advance(24 * 3_600_000);
    expect(stage.streams.reads).toBe(before);
  });

  test('TRIM_HORIZON reads what was there before the mapping, LATEST does not', async () => {
    const stage = new Stage();
    const seen: string[] = [];
    stage.function('old', (event: StreamEvent) => void seen.push(...keys(event).map((key) => `old ${key}`)));
    stage.function('new', (event: StreamEvent) => void seen.push(...keys(event).map((key) => `new ${key}`)));
    stage.streams.add('before');
    stage.map('old', STREAM, FROM_START);
    stage.map('new', STREAM, { StartingPosition: 'LATEST' });
    stage.streams.add('after');
    await stage.clock.advance(0);
    expect(seen.toSorted()).toEqual(['new after', 'old after', 'old before']);
  });

  test('LATEST on an empty stream misses nothing that comes later', async () => {
    const { stage, seen } = staged(() => undefined, { StartingPosition: 'LATEST' });
    stage.streams.add('a');
    await stage.clock.advance(0);
    expect(seen).toEqual([['a']]);
  });

  test('a failing batch is retried with backoff and holds up its shard', async () => {
    let failures = 2;
    const { stage, seen } = staged(
      () => {
        if (failures-- > 0) throw new Error('boom');
      },
      { BatchSize: 1 },
    );
    stage.streams.add('a');
    stage.streams.add('b');
    await stage.clock.advance(60_000);
    expect(seen).toEqual([['a'], ['a'], ['a'], ['b']]);
  });

  test('bisecting isolates the bad record, and its neighbours succeed once each', async () => {
    const done: string[] = [];
    const { stage } = staged(
      (event) => {
        if (keys(event).includes('bad')) throw new Error('boom');
        done.push(...keys(event));
      },
      { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
    );
    for (const key of ['a', 'b', 'bad', 'c', 'd']) stage.streams.add(key);
    await stage.clock.advance(60_000);
    expect(done).toEqual(['a', 'b', 'c', 'd']);
    expect(stage.events('discarded')).toHaveLength(1);
  });

  test('after MaximumRetryAttempts retries a batch is discarded and reported to OnFailure', async () => {
    const { stage, seen } = staged(
      () => {
        throw new Error('boom');
      },
      {
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } },
      },
    );
    const sequenceNumber = stage.streams.add('a');
    await stage.clock.advance(600_000);
    expect(seen).toHaveLength(3);
    expect(JSON.parse(stage.sent[0]!.message.body)).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
      DDBStreamBatchInfo: { startSequenceNumber: sequenceNumber, endSequenceNumber: sequenceNumber, batchSize: 1 },
    });
  });

  test('records older than MaximumRecordAgeInSeconds are discarded', async () => {
    const { stage, seen } = staged(
      (event) => {
        if (keys(event).includes('bad')) throw new Error('boom');
      },
      { BatchSize: 1, MaximumRecordAgeInSeconds: 60 },
    );
    stage.streams.add('bad');
    await stage.clock.advance(120_000);
    stage.streams.add('good');
    await stage.clock.advance(60_000);
    expect(seen.at(-1)).toEqual(['good']);
    expect(stage.events('discarded')).toMatchObject([{ reason: 'RecordAgeExceeded' }]);
  });

  test('a partial response goes on at the lowest reported sequence number', async () => {
    let first = true;
    const { stage, seen } = staged(
      ({ Records }) => {
        if (!first) return undefined;
        first = false;
        const failed = Records.filter((record) => ['d', 'b'].includes(keyOf(record)));
        return {
          batchItemFailures: failed.toReversed().map((record) => ({ itemIdentifier: record.dynamodb.SequenceNumber })),
        };
      },
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    );
    for (const key of ['a', 'b', 'c', 'd']) stage.streams.add(key);
    await stage.clock.advance(60_000);
    expect(seen).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd'],
    ]);
  });

  test('throttles do not use up retries', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function('f', (event: StreamEvent) => void seen.push(keys(event)), { reserved: 0 });
    stage.map('f', STREAM, { ...FROM_START, MaximumRetryAttempts: 0 });
    stage.streams.add('a');
    await stage.clock.advance(10_000);
    stage.lambda.putFunction({ ...stage.lambda.record('f'), reservedConcurrency: 1 });
    await stage.clock.advance(60_000);
    expect(seen).toEqual([['a']]);
  });

  test('records no filter lets through are passed over', async () => {
    const { stage, seen } = staged(() => undefined, {
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
    stage.streams.add('a', 'INSERT');
    const last = stage.streams.add('a', 'MODIFY');
    await stage.clock.advance(0);
    expect(seen).toEqual([['a']]);
    expect([...stage.lambda.store.checkpoints.values()]).toEqual([last]);
  });

  test('parallel lanes keep the order of each item', async () => {
    const stage = new Stage();
    const seen: string[] = [];
    let running = 0;
    let most = 0;
    stage.function('f', async ({ Records }: StreamEvent) => {
      running += 1;
      most = Math.max(most, running);
      const wait = 100 + stage.surroundings.random.below(500);
      await new Promise<void>((resolve) => stage.clock.schedule(stage.clock.now() + wait, resolve));
      seen.push(...Records.map((record) => `${keyOf(record)} ${record.dynamodb.SequenceNumber}`));
      running -= 1;
    });
    stage.map('f', STREAM, { ...FROM_START, ParallelizationFactor: 4, BatchSize: 1 });
    for (let i = 0; i < 40; i++) stage.streams.add(`k${i % 8}`);
    await stage.clock.advance(60_000);
    expect([seen.length, most > 1]).toEqual([40, true]);
    for (let k = 0; k < 8; k++) {
      const own = seen.filter((entry) => entry.startsWith(`k${k} `));
      expect(own).toEqual(own.toSorted());
    }
  });

  test('a batching window gathers records', async () => {
    const { stage, seen } = staged(() => undefined, { MaximumBatchingWindowInSeconds: 2 });
    stage.streams.add('a');
    await stage.clock.advance(1000);
    stage.streams.add('b');
    await stage.clock.advance(1000);
    expect(seen).toEqual([['a', 'b']]);
  });

  test('a mapping that was disabled goes on where it stopped', async () => {
    const { stage, seen, uuid } = staged(() => undefined);
    stage.streams.add('a');
    await stage.clock.advance(0);
    stage.lambda.mappings.update(stage.lambda.store.mappings.get(uuid)!, false);
    await stage.clock.advance(1000);
    stage.streams.add('b');
    await stage.clock.advance(60_000);
    expect(seen).toEqual([['a']]);
    stage.lambda.mappings.update(stage.lambda.store.mappings.get(uuid)!, true);
    await stage.clock.advance(1000);
    expect(seen).toEqual([['a'], ['b']]);
  });

  test('after a restart a mapping goes on at its checkpoint', async () => {
    const before = new Stage();
    const changes: string[] = [];
    before.lambda.store.onChange = (change) => changes.push(JSON.stringify(change));
    before.function('f', () => undefined);
    before.map('f', STREAM, FROM_START);
    before.streams.add('a');
    await before.clock.advance(0);
    const after = new Stage();
    const seen: string[][] = [];
    after.handlers.set('f', (event: StreamEvent) => void seen.push(keys(event)));
    for (const key of ['a', 'b']) after.streams.add(key);
    for (const change of changes) after.lambda.store.restore(JSON.parse(change) as LambdaChange);
    after.lambda.resume();
    await after.clock.advance(0);
    expect(seen).toEqual([['b']]);
  });

  test('a mapping enabled again waits for the batch of its former life', async () => {
    const stage = new Stage();
    const seen: string[][] = [];
    stage.function(
      'f',
      async (event: StreamEvent) => {
        seen.push(keys(event));
        await new Promise<void>((resolve) => stage.clock.schedule(stage.clock.now() + 10_000, resolve));
      },
      { timeoutSeconds: 60 },
    );
    const { uuid } = stage.map('f', STREAM, FROM_START);
    stage.streams.add('a');
    await stage.clock.advance(0);
    stage.lambda.mappings.update(stage.lambda.store.mappings.get(uuid)!, false);
    await stage.clock.advance(1000);
    stage.lambda.mappings.update(stage.lambda.store.mappings.get(uuid)!, true);
    stage.streams.add('b');
    await stage.clock.advance(5000);
    expect(seen).toEqual([['a']]);
    await stage.clock.advance(5000);
    expect(seen).toEqual([['a'], ['b']]);
  });
});
