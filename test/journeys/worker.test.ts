import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { startEmbedded, type Embedded } from './embedded.ts';
import { Shop } from './shop.ts';
import { eventually } from './target.ts';

const command = join(repositoryRoot, 'bin', 'worker.ts');

let target: Embedded;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  target = await startEmbedded();
}, 60_000);
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await target.stop();
}, 30_000);

/** The function that mails confirmations, its event source mapping turned off: its queue is the worker's. */
async function takenFromLambda(): Promise<string> {
  const { Functions = [] } = await target.lambda.send(new ListFunctionsCommand({}));
  const { FunctionName } = Functions.find((fn) => fn.FunctionName!.includes('ConfirmationsQueueConsumer'))!;
  const { EventSourceMappings = [] } = await target.lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  const [{ UUID }] = EventSourceMappings as [{ UUID: string }];
  await target.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  await target.passTime(2);
  return FunctionName!;
}

function startWorker(functionName: string, ...options: string[]): ChildProcess {
  const worker = spawn(
    process.execPath,
    [command, 'lambdas/orders/send-confirmation.ts', '--function', functionName, '--timeout', '4', ...options],
    {
      cwd: repositoryRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: target.runtime.awsUrl,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    },
  );
  workers.push(worker);
  return worker;
}

async function waiting(functionName: string): Promise<{ visible: number; hidden: number }> {
  const { Functions = [] } = await target.lambda.send(new ListFunctionsCommand({}));
  const QueueUrl = Functions.find((fn) => fn.FunctionName === functionName)!.Environment!.Variables!['QUEUE_URL']!;
  const { Attributes } = await target.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes!['ApproximateNumberOfMessages']),
    hidden: Number(Attributes!['ApproximateNumberOfMessagesNotVisible']),
  };
}

describe('the same handler in a worker outside of Lambda', () => {
  test(
    'killed in the middle of a batch it loses nothing; told to stop it ends with nothing in its hands',
    { timeout: 60_000 },
    async () => {
      const shop = new Shop(target);
      const sku = await shop.product(20);
      const functionName = await takenFromLambda();
      const orders: string[] = [];
      for (let index = 0; index < 9; index++) orders.push(await shop.accepted('grace', `o-${index}`, sku));
      for (const orderId of orders) await shop.becomes(orderId, 'COMPLETED');
      await eventually('all confirmations wait', async () => (await waiting(functionName)).visible === orders.length);

      await target.behave('mail', [{ operation: 'send', delayMilliseconds: 1500 }]);
      const first = startWorker(functionName, '--batch-size', '3');
      await eventually(
        'the second batch is in its hands',
        async () => (await waiting(functionName)).visible <= orders.length - 2 * 3,
      );
      expect((await target.outside()).messages.length).toBeGreaterThan(0);
      first.kill('SIGKILL');
      await once(first, 'exit');
      const left = await waiting(functionName);
      expect(left.hidden).toBeGreaterThan(0);

      await target.behave('mail', []);
      await target.passTime(121);
      const second = startWorker(functionName, '--concurrency', '2');
      await eventually('nothing is left', async () => {
        const { visible, hidden } = await waiting(functionName);
        if (visible + hidden === 0) return true;
        await target.passTime(15);
        return false;
      });
      second.kill('SIGTERM');
      expect(await once(second, 'exit')).toEqual([0, null]);
      for (const orderId of orders) expect((await shop.outside(orderId)).mails).toBeGreaterThanOrEqual(1);
      // Mail has no idempotency key: the one that was under way when the worker was killed may go out again.
      expect((await target.outside()).messages.length).toBeLessThanOrEqual(orders.length + 3);
    },
  );
});

test.each([
  [['--help'], 0, /Runs a handler on its queue without Lambda/],
  [['no-such-file.ts'], 1, /^worker: the handler must be a file, got no-such-file.ts/],
  [['bin/worker.ts', '--batch-size', '11'], 1, /^worker: --batch-size must be a whole number from 1 to 10, got 11/],
])('worker %j ends with %i and one line that says why', async (argv, code, says) => {
  const worker = spawn(process.execPath, [command, ...argv], { cwd: repositoryRoot });
  let said = '';
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  expect(await once(worker, 'close')).toEqual([code, null]);
  expect(said).toMatch(says);
});
