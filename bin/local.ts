import { RealClock } from '../local/clock/real-clock.ts';
import { freshSeed } from '../local/clock/random.ts';
import { printLive } from '../local/console/live.ts';
import { startRuntime, type Runtime } from '../local/runtime.ts';
import { fileLedgers } from '../stand-ins/file-ledger.ts';
import { startStandIns } from '../stand-ins/serve.ts';
import { ffmpegParameters } from './local/find-ffmpeg.ts';
import { help, parseOptions, type LocalOptions } from './local/options.ts';
import { Progress } from './local/progress.ts';
import { firstScreen } from './local/screen.ts';
import { paymentBehaviour } from './local/seed-data.ts';
import { seed } from './local/seed.ts';
import { standInRoutes } from './local/stand-in-routes.ts';
import { synthesize } from './local/synthesize.ts';
import { watchHandlers } from './local/watch.ts';
import { join, resolve } from 'node:path';
import { repositoryRoot } from '../lib/bundling/options.ts';

async function main(options: LocalOptions): Promise<void> {
  const progress = new Progress(process.stderr, options.json || options.quiet);
  const { folder, built } = await progress.step('Synthesizing the stack', synthesize);
  const clock = new RealClock(options.speed);
  const data = options.data === undefined ? undefined : resolve(options.data);
  const standIns = await startStandIns(data === undefined ? {} : { ledgers: fileLedgers(join(data, 'stand-ins')) });
  const runtime = await progress.step('Starting engines and functions', () =>
    startRuntime({
      assembly: folder,
      clock,
      speed: options.speed,
      seed: freshSeed(),
      port: options.port,
      awsPort: options.awsPort,
      faults: options.faults,
      ...(data !== undefined && { data }),
      onDataFailure: fail,
      parameters: {
        PaymentUrl: `${standIns.url}/payment`,
        MailUrl: `${standIns.url}/mail`,
        PushUrl: `${standIns.url}/push`,
        ...ffmpegParameters(),
      },
      workFolder: join(repositoryRoot, '.spillway', 'runtime', String(options.awsPort)),
      routes: standInRoutes(standIns),
    }),
  );
  // Not before: the runtime makes the data folder, and takes none that holds something.
  await standIns.payment.behaviours.set(paymentBehaviour);
  await progress.step('Seeding the shop', () => seed(runtime.stacks[0]!.outputs, runtime.awsUrl));
  progress.done();
  const watcher = await watchHandlers(runtime, (text) => process.stderr.write(`${text}\n`));
  present(runtime, options, built);
  onceInterrupted(async () => {
    process.stderr.write('Stopping: requests and messages under way finish first.\n');
    await watcher.stop();
    await runtime.stop();
    await standIns.close();
    clock.stop();
  });
}

function present(runtime: Runtime, options: LocalOptions, built: boolean): void {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ready: true, api: runtime.apiUrl, aws: runtime.awsUrl })}\n`);
  else process.stdout.write(firstScreen(runtime, { colour, built }));
  if (options.quiet) return;
  printLive(runtime.timeline, runtime.journeys, {
    write: (text) => process.stdout.write(text),
    format: options.json ? 'json' : 'text',
    colour,
    nameOf: runtime.nameOf,
  });
}

/** The first signal drains, the second ends at once. */
function onceInterrupted(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): never {
  process.stderr.write(`spillway: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(help);
  else await main(options);
} catch (error) {
  fail(error);
}
