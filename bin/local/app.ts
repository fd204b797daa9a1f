import { join, resolve } from 'node:path';
import type { ConsoleRoute } from '../../local/console/routes.ts';
import type { Runtime } from '../../local/runtime.ts';
import { fileLedgers } from '../../stand-ins/file-ledger.ts';
import { startStandIns } from '../../stand-ins/serve.ts';
import type { LocalOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { paymentBehaviour } from './seed-data.ts';
import { seed } from './seed.ts';
import { stackParameters } from './stack-parameters.ts';
import { standInRoutes } from './stand-in-routes.ts';
import type { Synthesis } from './synthesize.ts';
import { watchHandlers } from './watch.ts';

/** What runs on the engines, and what is its own beside them. */
export interface LocalApp {
  /** Folder of the synthesized cloud assembly. */
  readonly assembly: string;
  /** For the first screen: what it is, and what was done to get it. */
  readonly subject: string;
  readonly origin: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Further console pages by their first path segment. */
  readonly routes: Readonly<Record<string, ConsoleRoute>>;
  /** For the first screen: a request to paste. */
  readonly example: (apiUrl: string) => readonly string[];
  /** For the first screen: what else one can do, with a space behind it. */
  readonly hint: string;
  /** Called once the engines stand. */
  readonly started: (runtime: Runtime) => Promise<void>;
  /** Called before the engines stop: no new code from here on. */
  readonly stopping: () => Promise<void>;
  /** Called once they have stopped. */
  readonly stopped: () => Promise<void>;
}

/** Spillway's own stack: providers and a shop around it, and handlers that may be edited while it runs. */
export async function ownApp(
  { data }: LocalOptions,
  synthesis: Promise<Synthesis>,
  progress: Progress,
): Promise<LocalApp> {
  const { folder, built } = await progress.step('Synthesizing the stack', () => synthesis);
  const standIns = await startStandIns(
    data === undefined ? {} : { ledgers: fileLedgers(join(resolve(data), 'stand-ins')) },
  );
  let unwatch = async (): Promise<void> => undefined;
  return {
    assembly: folder,
    subject: 'the synthesized stack',
    origin: built ? 'just built' : 'nothing changed since the last build',
    parameters: stackParameters(standIns),
    routes: standInRoutes(standIns),
    example: (apiUrl) => [
      'Place an order',
      `curl -i ${apiUrl}/orders -H 'content-type: application/json' -H 'idempotency-key: first' \\`,
      `     -d '{"customerId":"ada","items":[{"sku":"tea","quantity":2}]}'`,
    ],
    hint: 'Edit a file below lambdas/ and the next message runs it. ',
    async started(runtime) {
      // Not before: the runtime makes the data folder, and takes none that holds something.
      await standIns.payment.behaviours.set(paymentBehaviour);
      await progress.step('Seeding the shop', () => seed(runtime.stacks[0]!.outputs, runtime.awsUrl));
      const watcher = await watchHandlers(runtime, (text) => process.stderr.write(`${text}\n`));
      unwatch = () => watcher.stop();
    },
    stopping: () => unwatch(),
    stopped: () => standIns.close(),
  };
}

/** Whatever another app's `cdk synth` left in a folder. */
export function otherApp(assembly: string, { parameters }: LocalOptions): LocalApp {
  return {
    assembly: resolve(assembly),
    subject: assembly,
    origin: 'as it was synthesized',
    parameters,
    routes: {},
    example: () => [],
    hint: '',
    started: async () => undefined,
    stopping: async () => undefined,
    stopped: async () => undefined,
  };
}
