import { DeleteQueueCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { clock } from '../../../lambdas/messaging/clock.ts';
import { poll, type PollOptions } from '../../../lambdas/messaging/poll.ts';
import { doneOf } from '../../../lambdas/messaging/poll/response.ts';
import { reportedFailures } from '../../../local/services/lambda/mappings/batch-response.ts';
import { startSqs, type SqsServer } from './sqs-server.ts';

let server: SqsServer;
let stop: AbortController;
beforeAll(async () => {
  server = await startSqs();
  for (const [name, value] of Object.entries(server.environment)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});
beforeEach(() => {
  stop = new AbortController();
  server.around = (_action, _request, answer) => answer();
});
afterEach(() => stop.abort());

/** A queue of its own with so many messages in it. */
async function filled(name: string, count: number, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const url = await server.queue(name, attributes);
  const Entries = Array.from({ length: count }, (_, index) => ({ Id: String(index), MessageBody: String(index) }));
  if (count > 0) await server.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  return url;
}

/** Pauses a hundred times shorter. */
const hasty = {
  ...clock,
  sleep: (milliseconds: number, signal?: AbortSignal) => clock.sleep(milliseconds / 100, signal),
};

const bodies = ({ Records }: SQSEvent): number[] => Records.map(({ body }) => Number(body));

/** Polls with a handler until `enough`, then stops and waits for the end. */
async function work(
  queueUrl: string,
  handle: (event: SQSEvent, context: Context) => Promise<unknown>,
  enough: () => boolean,
  options: Partial<PollOptions> = {},
): Promise<void> {
  const ended = poll({ queueUrl, handler: handle, signal: stop.signal, ...options });
  await Promise.race([vi.waitUntil(enough, { timeout: 5000, interval: 5 }), ended]);
  stop.abort();
  await ended;
}

describe('a polling worker', () => {
  test('deletes what its handler has done and leaves what it reported', async () => {
    const url = await filled('partly', 5);
    let handled = 0;
    const handler = async (event: SQSEvent) => {
      handled += event.Records.length;
      const failed = event.Records.filter(({ body }) => body === '3');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };
    await work(url, handler, () => handled >= 5);
    expect(server.depth(url)).toBe(1);
  });

  test('leaves the whole batch where its handler throws, and goes on', async () => {
    const url = await filled('thrown', 2);
    const seen: number[] = [];
    const handler = async (event: SQSEvent) => {
      seen.push(...bodies(event));
      if (bodies(event).includes(0)) throw new Error('on purpose');
    };
    await work(url, handler, () => seen.length === 2, { batchSize: 1 });
    expect(server.depth(url)).toBe(1);
  });

  test('hands over records as Lambda does', async () => {
    const url = await server.queue('records.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await server.sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'hello',
        MessageGroupId: 'g',
        MessageAttributes: {
          eventType: { DataType: 'String', StringValue: 'order.placed' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') },
        },
      }),
    );
    let event: SQSEvent | undefined;
    let remaining = 0;
    const handler = async (given: SQSEvent, context: Context) => {
      event = given;
      remaining = context.getRemainingTimeInMillis();
    };
    await work(url, handler, () => event !== undefined, { timeoutSeconds: 9 });
    const [record] = event!.Records;
    expect(record).toMatchObject({
      body: 'hello',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:records.fifo',
      awsRegion: 'us-east-1',
      attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'g', SequenceNumber: expect.any(String) },
      messageAttributes: {
        eventType: { stringValue: 'order.placed', stringListValues: [], binaryListValues: [], dataType: 'String' },
        raw: { binaryValue: Buffer.from('bytes').toString('base64'), dataType: 'Binary' },
      },
    });
    expect(remaining).toBeGreaterThan(8000);
    expect(remaining).toBeLessThanOrEqual(9000);
  });

  test('works on as many batches at a time as it may, and no more', async () => {
    const url = await filled('bounded', 10);
    let [now, most, handled] = [0, 0, 0];
    const handler = async () => {
      most = Math.max(most, (now += 1));
      await clock.sleep(20);
      now -= 1;
      handled += 1;
    };
    await work(url, handler, () => handled === 10, { batchSize: 1, concurrency: 3 });
    expect(most).toBe(3);
  });

  test('asks for 20 seconds at a time and, told to stop, does not wait for them', async () => {
    const url = await filled('idle', 0);
    const waits: number[] = [];
    server.around = (action, { body }, answer) => {
      if (action === 'ReceiveMessage')
        waits.push((JSON.parse(body.toString()) as { WaitTimeSeconds: number }).WaitTimeSeconds);
      return answer();
    };
    const started = performance.now();
    await work(
      url,
      async () => undefined,
      () => waits.length === 2,
      { concurrency: 2 },
    );
    expect(waits).toEqual([20, 20]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('told to stop, receives no more and finishes what it has', async () => {
    const url = await filled('stopped', 2);
    const handled: number[] = [];
    const handler = async (event: SQSEvent) => {
      stop.abort();
      await clock.sleep(50);
      handled.push(...bodies(event));
    };
    await work(url, handler, () => stop.signal.aborted, { batchSize: 1 });
    expect(handled).toHaveLength(1);
    expect(server.depth(url)).toBe(1);
  });

  test('keeps messages hidden for as long as they are worked on', async () => {
    const url = await filled('long', 1, { VisibilityTimeout: '1' });
    let [received, handled] = [0, 0];
    const handler = async () => {
      received += 1;
      await clock.sleep(1700);
      handled += 1;
    };
    await work(url, handler, () => handled > 0, { concurrency: 2, timeoutSeconds: 10 });
    expect(received).toBe(1);
    expect(server.depth(url)).toBe(0);
  });

  test('gives up a batch that takes too long and goes on with others; the messages come back', async () => {
    const url = await filled('hanging', 2);
    const seen: number[] = [];
    const handler = (event: SQSEvent) => {
      seen.push(...bodies(event));
      return seen.length === 1 ? new Promise(() => undefined) : Promise.resolve();
    };
    await work(url, handler, () => seen.length === 2, { batchSize: 1, timeoutSeconds: 3, clock: hasty });
    expect(server.depth(url)).toBe(1);
  });

  test('deletes again what SQS did not delete at first', async () => {
    const url = await filled('refused', 3);
    let deletes = 0;
    server.around = async (action, request, answer) => {
      if (action !== 'DeleteMessageBatch') return answer();
      deletes += 1;
      if (deletes > 2) return answer();
      const { Entries } = JSON.parse(request.body.toString()) as { Entries: { Id: string }[] };
      const Failed = Entries.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' }));
      return { status: 200, headers: {}, body: JSON.stringify({ Successful: [], Failed }) };
    };
    let handled = 0;
    await work(
      url,
      async ({ Records }) => void (handled += Records.length),
      () => handled === 3,
      { clock: hasty },
    );
    expect(deletes).toBeGreaterThan(2);
    expect(server.depth(url)).toBe(0);
  });

  test('goes on after receives that failed', async () => {
    const url = await filled('flaky', 1);
    let failures = 0;
    server.around = async (action, _request, answer) => {
      if (action !== 'ReceiveMessage' || failures === 7) return answer();
      failures += 1;
      return { status: 503, headers: {}, body: '{"__type":"ServiceUnavailable"}' };
    };
    let handled = 0;
    await work(
      url,
      async () => void (handled += 1),
      () => handled === 1,
      { clock: hasty },
    );
    expect(failures).toBe(7);
  });

  test('Q18: ends with an error when its queue is gone, whatever else is under way', async () => {
    const url = await filled('gone', 0);
    const ended = poll({
      queueUrl: url,
      handler: async () => undefined,
      signal: stop.signal,
      concurrency: 2,
      clock: hasty,
    });
    await server.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    await expect(ended).rejects.toThrow(/does not exist/);
  });

  test('refuses bounds that make no sense', async () => {
    const options = { queueUrl: 'http://nowhere', handler: async () => undefined, signal: stop.signal };
    await expect(poll({ ...options, concurrency: 0 })).rejects.toThrow(/concurrency must be .* got 0/);
    await expect(poll({ ...options, batchSize: 11 })).rejects.toThrow(/batchSize must be 1 to 10, got 11/);
  });
});

test('what a handler answered is read as Lambda reads it', () => {
  const ids = ['a', 'b', 'c'];
  const item = fc.oneof(
    fc.record({ itemIdentifier: fc.constantFrom<unknown>('a', 'b', 'x', '', null, 7) }),
    fc.constantFrom({}, null, 'a'),
  );
  const answers = fc.oneof(
    fc.record({ batchItemFailures: fc.oneof(fc.array(item, { maxLength: 3 }), fc.constantFrom(null, 'a', {})) }),
    fc.constantFrom(null, undefined, '', {}, [], 'text', 7, true, { other: 1 }),
  );
  fc.assert(
    fc.property(answers, (answer) => {
      const failed = reportedFailures(JSON.stringify(answer) ?? 'null', new Set(ids));
      expect(doneOf(answer, ids)).toEqual(failed === 'all' ? [] : ids.filter((id) => !failed.has(id)));
    }),
    { numRuns: 500 },
  );
});
