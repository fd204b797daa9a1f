import { pathToFileURL } from 'node:url';
import { endWith } from './end-with.ts';
import type { PollOptions } from '../lambdas/messaging/poll.ts';
import { help, parseOptions, type WorkerOptions } from './worker/options.ts';
import { functionSettings } from './worker/function-settings.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(help);
  else await work(options);
} catch (error) {
  endWith('worker', error);
}

async function work(options: WorkerOptions): Promise<void> {
  if (options.endpoint !== undefined) process.env['AWS_ENDPOINT_URL'] = options.endpoint;
  const settings = options.functionName === undefined ? undefined : await functionSettings(options.functionName);
  // Read while handler and toolkit load, so both load after it; what the shell says goes before.
  Object.assign(process.env, { ...settings?.variables, ...process.env });
  const { poll } = await import('../lambdas/messaging/poll.ts');
  const queueUrl = options.queueUrl ?? process.env['QUEUE_URL'];
  if (queueUrl === undefined) throw new Error('no queue: give --function, --queue-url or QUEUE_URL');
  const { handler } = (await import(pathToFileURL(options.handler).href)) as Partial<Pick<PollOptions, 'handler'>>;
  if (handler === undefined) throw new Error(`${options.handler} exports no handler`);

  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      console.error(`${signal}: receiving no more, finishing what is under way`);
      stop.abort();
    });
  }
  const { concurrency, batchSize } = options;
  const timeoutSeconds = options.timeoutSeconds ?? settings?.timeoutSeconds;
  console.error(`Polling ${queueUrl}, ${concurrency} batches of ${batchSize} at a time`);
  await poll({
    queueUrl,
    handler,
    signal: stop.signal,
    concurrency,
    batchSize,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  });
  console.error('Done');
}
