import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface WorkerOptions {
  /** Absolute path of the module that exports `handler`. */
  readonly handler: string;
  /** Deployed function whose variables and timeout are taken over. */
  readonly functionName: string | undefined;
  readonly queueUrl: string | undefined;
  readonly concurrency: number;
  readonly batchSize: number;
  readonly timeoutSeconds: number | undefined;
  readonly endpoint: string | undefined;
}

export const help = `Runs a handler on its queue without Lambda, in this process: for a container, or for work longer than 15 minutes.

  npm run worker -- HANDLER [options]

  HANDLER             module that exports the handler, such as lambdas/orders/process.ts
  --function NAME     take variables and timeout from this deployed function (lambda:GetFunctionConfiguration)
  --queue-url URL     queue to poll (default QUEUE_URL, which --function sets)
  --concurrency N     batches at the same time, 1 to 100 (default 1)
  --batch-size N      messages in a batch, 1 to 10 (default 10)
  --timeout SECONDS   longest that a batch may take (default the function's, or a sixth of the queue's visibility timeout)
  --endpoint-url URL  an emulator's URL; without it AWS, with your usual credentials and region
  --help              print this

SIGTERM and SIGINT end it when the batches under way are done; a second one ends it at once, and what it held comes back.
Lambda reads the same queue as long as its event source mapping is enabled.

  npm run worker -- lambdas/orders/process.ts --function "$NAME" --endpoint-url http://127.0.0.1:4566
`;

/**
 * @returns the options, or undefined where help was asked for
 * @throws Error in one line for what does not exist or has a bad value
 */
export function parseOptions(argv: readonly string[]): WorkerOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      function: { type: 'string' },
      'queue-url': { type: 'string' },
      concurrency: { type: 'string', default: '1' },
      'batch-size': { type: 'string', default: '10' },
      timeout: { type: 'string' },
      'endpoint-url': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length !== 1) throw new Error(`give one handler, got ${positionals.length}: see --help`);
  const handler = resolve(positionals[0]!);
  if (!existsSync(handler)) throw new Error(`the handler must be a file, got ${positionals[0]}`);
  return {
    handler,
    functionName: values.function,
    queueUrl: values['queue-url'],
    concurrency: whole('--concurrency', values.concurrency, 100),
    batchSize: whole('--batch-size', values['batch-size'], 10),
    timeoutSeconds: values.timeout === undefined ? undefined : whole('--timeout', values.timeout, 43_200),
    endpoint: values['endpoint-url'],
  };
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw new Error(`${name} must be a whole number from 1 to ${most}, got ${text}`);
  return value;
}
