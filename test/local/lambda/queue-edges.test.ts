import { expect, test } from 'vitest';
import { seededRandom } from '../../../local/clock/random.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { createCloud } from '../../../local/services/create-cloud.ts';
import { addMapping } from '../../../local/services/lambda/actions/create-event-source-mapping.ts';
import { addFunction } from '../../../local/services/lambda/function-settings.ts';
import type { SqsRecord } from '../../../local/services/lambda/mappings/sqs-record.ts';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import type { Call } from '../../../local/services/service.ts';

const minute = 60_000;
const call: Call = { caller: { principal: 'arn:aws:iam::123456789012:root' }, requestId: 'r', authorize: () => {} };

/** Sends 25 messages through a real queue and a mapping, and tells when the function saw each. */
async function run(delaySeconds: number, batchSize: number, windowSeconds: number) {
  const clock = new VirtualClock();
  const start = clock.now();
  const seen = new Map<string, number[]>();
  const batches: number[] = [];
  const cloud = createCloud(
    {
      clock,
      random: seededRandom(1),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: () => {},
    },
    {
      environments: () => ({
        async invoke(event) {
          const { Records } = event as { Records: readonly SqsRecord[] };
          batches.push(Records.length);
          for (const { body } of Records) seen.set(body, [...(seen.get(body) ?? []), (clock.now() - start) / 1000]);
          return { kind: 'ok', payload: 'null' };
        },
        stop: () => {},
      }),
    },
  );
  cloud.iam.createRole('worker', {
    Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  });
  cloud.iam.attach('worker', { Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } }, 'all');
  // Six attempts of the default three seconds and the window, or a message would come back while it waits for its batch.
  const Attributes = { DelaySeconds: String(delaySeconds), VisibilityTimeout: String(6 * 3 + windowSeconds) };
  createQueue(cloud.sqs, { QueueName: 'work', Attributes }, call);
  addFunction(cloud.lambda, {
    functionName: 'f',
    codePath: '/code',
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    role: 'arn:aws:iam::123456789012:role/worker',
  });
  const EventSourceArn = cloud.sqs.arnOf('work');
  addMapping(
    cloud.lambda,
    {
      FunctionName: 'f',
      EventSourceArn,
      BatchSize: batchSize,
      ...(windowSeconds > 0 && { MaximumBatchingWindowInSeconds: windowSeconds }),
    },
    true,
  );
  for (let each = 0; each < 25; each++) cloud.sqs.send(EventSourceArn, { MessageBody: `m${each}` }, call);
  await clock.advance(30 * minute);
  return { seen, batches, left: cloud.sqs.depth(EventSourceArn)! };
}

test.each([
  [0, 1, 0],
  [0, 10, 0],
  [0, 10_000, 5],
  [900, 1, 0],
  [900, 10, 0],
  [900, 10_000, 300],
])(
  'Q17: a delay of %i s and batches of %i with a window of %i s handle each message once',
  async (delay, batch, window) => {
    const { seen, batches, left } = await run(delay, batch, window);
    expect(seen.size).toBe(25);
    for (const times of seen.values()) {
      expect(times).toHaveLength(1);
      expect(times[0]).toBeGreaterThanOrEqual(delay);
      expect(times[0]).toBeLessThanOrEqual(delay + window + 60);
    }
    expect(Math.max(...batches)).toBeLessThanOrEqual(batch);
    expect(left).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  },
);
