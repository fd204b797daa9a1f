import { join, resolve } from 'node:path';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { RealClock } from '../../local/clock/real-clock.ts';
import { freshSeed } from '../../local/clock/random.ts';
import { printLive } from '../../local/console/live.ts';
import { startRuntime, type Runtime } from '../../local/runtime.ts';
import { otherApp, ownApp, type LocalApp } from './app.ts';
import { fail } from './fail.ts';
import type { LocalOptions } from './options.ts';
import { Progress } from './progress.ts';
import { firstScreen } from './screen.ts';
import type { Synthesis } from './synthesize.ts';

/**
 * Starts engines and functions, and runs until it is interrupted.
 *
 * @param synthesis of the own stack; undefined where another app's assembly was named
 */
export async function run(options: LocalOptions, synthesis: Promise<Synthesis> | undefined): Promise<void> {
  const progress = new Progress(process.stderr, options.json || options.quiet);
  const app =
    synthesis === undefined ? otherApp(options.assembly!, options) : await ownApp(options, synthesis, progress);
  const clock = new RealClock(options.speed);
  const runtime = await progress.step('Starting engines and functions', () =>
    startRuntime({
      assembly: app.assembly,
      clock,
      speed: options.speed,
      seed: freshSeed(),
      port: options.port,
      awsPort: options.awsPort,
      faults: options.faults,
      ...(options.data !== undefined && { data: resolve(options.data) }),
      onDataFailure: fail,
      parameters: app.parameters,
      workFolder: join(repositoryRoot, '.spillway', 'runtime', String(options.awsPort)),
      routes: app.routes,
    }),
  );
  await app.started(runtime);
  progress.done();
  present(runtime, app, options);
  onceInterrupted(async () => {
    process.stderr.write('Stopping: requests and messages under way finish first.\n');
    await app.stopping();
    await runtime.stop();
    await app.stopped();
    clock.stop();
  });
}

function present(runtime: Runtime, app: LocalApp, options: LocalOptions): void {
  const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ready: true, api: runtime.apiUrl, aws: runtime.awsUrl })}\n`);
  else process.stdout.write(firstScreen(runtime, app, colour));
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
