import { watch } from 'node:fs';
import { join } from 'node:path';
import { context, type BuildContext } from 'esbuild';
import { bundleAll, inputsOf, type Bundle } from '../../lib/bundling/bundle.ts';
import { functionName, type Entry } from '../../lib/bundling/entries.ts';
import { buildOptions, repositoryRoot } from '../../lib/bundling/options.ts';
import type { Runtime } from '../../local/runtime.ts';

export interface Watcher {
  stop(): Promise<void>;
}

/** Editors write a file in several steps; what comes within this long is one edit. */
const quietMilliseconds = 30;

const folders = ['lambdas', 'contracts', 'stand-ins'];

/** A function's code while it is edited: rebuilt by a context of its own, which keeps what did not change. */
interface Live {
  readonly entry: Entry;
  inputs: readonly string[];
  build: BuildContext<{ metafile: true }> | undefined;
  readonly functionNames: readonly string[];
}

/**
 * Rebuilds the functions that an edited file is part of and gives them to the runtime: the next message runs the new
 * code, those under way finish on the old one. A source that does not build says so and changes nothing.
 */
export async function watchHandlers(runtime: Runtime, say: (text: string) => void): Promise<Watcher> {
  const live = [...bundleAll(repositoryRoot).byEntry.values()]
    .map((bundle) => liveOf(bundle, runtime))
    .filter(({ functionNames }) => functionNames.length > 0);
  const edited = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const flush = (): void => {
    const files = [...edited];
    edited.clear();
    working = working.then(() => rebuild(live, files, runtime, say));
  };
  const watchers = folders.map((folder) =>
    watch(join(repositoryRoot, folder), { recursive: true }, (_event, file) => {
      if (file === null || !file.endsWith('.ts')) return;
      edited.add(join(folder, file));
      clearTimeout(timer);
      timer = setTimeout(flush, quietMilliseconds);
    }),
  );
  return {
    async stop() {
      for (const watcher of watchers) watcher.close();
      clearTimeout(timer);
      await working;
      await Promise.all(live.flatMap(({ build }) => (build === undefined ? [] : [build.dispose()])));
    },
  };
}

function liveOf({ entry, folder, inputs }: Bundle, runtime: Runtime): Live {
  const functions = [...runtime.cloud.lambda.store.functions.values()].filter(
    ({ latest }) => latest.codePath === folder,
  );
  return { entry, inputs, build: undefined, functionNames: functions.map(({ latest }) => latest.functionName) };
}

async function rebuild(
  live: readonly Live[],
  files: readonly string[],
  runtime: Runtime,
  say: (text: string) => void,
): Promise<void> {
  const affected = live.filter(({ inputs }) => files.some((file) => inputs.includes(file)));
  if (affected.length === 0) return;
  try {
    await Promise.all(affected.map((each) => rebuildOne(each)));
  } catch (error) {
    say(
      `spillway: ${files.join(', ')} does not build; the old code stays\n${error instanceof Error ? error.message : String(error)}`,
    );
    return;
  }
  for (const { entry, functionNames } of affected) {
    for (const name of functionNames)
      runtime.cloud.lambda.updateCode(name, { codePath: join(repositoryRoot, home, functionName(entry)) });
  }
  say(`spillway: new code in ${affected.map(({ entry }) => functionName(entry)).join(', ')}`);
}

const home = '.spillway/live';

async function rebuildOne(live: Live): Promise<void> {
  live.build ??= await context(buildOptions(repositoryRoot, [live.entry], home));
  const { metafile } = await live.build.rebuild();
  live.inputs = inputsOf(metafile, live.entry);
}
