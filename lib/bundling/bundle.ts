import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, buildSync, formatMessagesSync, type BuildFailure, type Metafile } from 'esbuild';
import { findEntries, functionName, type Entry } from './entries.ts';
import { fingerprint, sha256 } from './fingerprint.ts';
import { buildOptions } from './options.ts';
import { settle } from './settle.ts';

/** One function's code: a folder with `index.js` and its source map. */
export interface Bundle {
  readonly entry: Entry;
  readonly folder: string;
  /** Of the content, so that an unchanged function is not deployed again. */
  readonly hash: string;
  /** Our sources that went into it, relative to the root. */
  readonly inputs: readonly string[];
}

export interface Bundles {
  readonly byEntry: ReadonlyMap<Entry, Bundle>;
  /** False where an earlier build of the same sources was found. */
  readonly built: boolean;
}

interface Manifest {
  readonly inputs: Readonly<Record<Entry, readonly string[]>>;
  readonly hashes: Readonly<Record<Entry, string>>;
}

/**
 * Bundles every function in one esbuild run, into `.spillway/bundles/<sources' hash>/<function>/`. Sources that were
 * bundled before are not bundled again. Safe beside other processes that do the same.
 *
 * @throws Error with esbuild's messages, file and line, where a source does not build
 */
export function bundleAll(root: string): Bundles {
  const plan = planOf(root);
  if (plan.bundled !== undefined) return opened(plan.home, plan.bundled, false);
  const workshop = mkdtempSync(join(plan.home, 'building-'));
  try {
    return keep(plan, workshop, esbuild(buildOptions(root, plan.entries, workshop)));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/**
 * Does the same beside other work, so that `bundleAll` has nothing left to do: esbuild is another process, which works
 * while this one loads the CDK.
 *
 * @throws Error as `bundleAll` does
 */
export async function bundleAhead(root: string): Promise<void> {
  const plan = planOf(root);
  if (plan.bundled !== undefined) return;
  const workshop = mkdtempSync(join(plan.home, 'building-'));
  try {
    const { metafile } = await build(buildOptions(root, plan.entries, workshop)).catch(rethrow);
    keep(plan, workshop, metafile);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

interface Plan {
  readonly root: string;
  readonly home: string;
  readonly entries: readonly Entry[];
  /** Key of the bundles, where the same sources were bundled before. */
  readonly bundled: string | undefined;
}

function planOf(root: string): Plan {
  const home = join(root, '.spillway', 'bundles');
  mkdirSync(home, { recursive: true });
  // As on Lambda, where nothing above the code says that .js means ESM.
  writeFileSync(join(root, '.spillway', 'package.json'), '{ "type": "commonjs" }\n');
  const entries = findEntries(root);
  const known = knownInputs(home);
  const key = known && keyOf(root, entries, known);
  const bundled = key !== undefined && existsSync(join(home, key, 'manifest.json')) ? key : undefined;
  return { root, home, entries, bundled };
}

function keyOf(root: string, entries: readonly Entry[], inputs: readonly string[]): string | undefined {
  return fingerprint(root, buildOptions(root, entries, '.spillway/bundles'), inputs);
}

function keep({ root, home, entries }: Plan, workshop: string, metafile: Metafile): Bundles {
  const manifest = {
    inputs: Object.fromEntries(entries.map((entry) => [entry, inputsOf(metafile, entry)])),
    hashes: Object.fromEntries(entries.map((entry) => [entry, contentHash(join(workshop, functionName(entry)))])),
  };
  writeFileSync(join(workshop, 'manifest.json'), JSON.stringify(manifest));
  const inputs = allInputs(manifest);
  const key = keyOf(root, entries, inputs);
  if (key === undefined) throw new Error('A source disappeared while it was bundled');
  settle(workshop, join(home, key));
  remember(home, inputs);
  sweep(home, key);
  return opened(home, key, true);
}

function esbuild(options: ReturnType<typeof buildOptions>): Metafile {
  try {
    return buildSync(options).metafile;
  } catch (error) {
    return rethrow(error);
  }
}

/** esbuild's own error prints one line; this one says where. */
function rethrow(error: unknown): never {
  const { errors } = error as Partial<BuildFailure>;
  if (errors === undefined) throw error;
  throw new Error(`Bundling failed\n${formatMessagesSync(errors, { kind: 'error' }).join('')}`, { cause: error });
}

/**
 * Our own sources that an entry reaches; installed packages are known by the lockfile. Not the inputs of the output:
 * those leave out modules of which only constants were taken.
 */
export function inputsOf(metafile: Metafile, entry: Entry): string[] {
  const reached = new Set<string>();
  const visit = (input: string): void => {
    if (reached.has(input)) return;
    reached.add(input);
    for (const { path, external } of metafile.inputs[input]?.imports ?? []) if (!external) visit(path);
  };
  visit(entry);
  return [...reached].filter((input) => !input.includes('node_modules/')).sort();
}

/** Of index.js and its map: both are deployed. */
export function contentHash(folder: string): string {
  return sha256(...['index.js', 'index.js.map'].map((file) => readFileSync(join(folder, file))));
}

function opened(home: string, key: string, built: boolean): Bundles {
  const folder = join(home, key);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  const bundles = Object.entries(manifest.inputs).map(([entry, inputs]) => ({
    entry,
    folder: join(folder, functionName(entry)),
    hash: manifest.hashes[entry]!,
    inputs,
  }));
  const now = new Date();
  utimesSync(folder, now, now);
  return { byEntry: new Map(bundles.map((bundle) => [bundle.entry, bundle])), built };
}

const allInputs = ({ inputs }: Manifest) => [...new Set(Object.values(inputs).flat())].sort();

/** The inputs of the last build: a guess at those of the next, proven by the fingerprint over their content. */
function knownInputs(home: string): readonly string[] | undefined {
  const file = join(home, 'inputs.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : undefined;
}

function remember(home: string, inputs: readonly string[]): void {
  const draft = join(home, `inputs-${process.pid}.json`);
  writeFileSync(draft, JSON.stringify(inputs));
  renameSync(draft, join(home, 'inputs.json'));
}

/** Bundles that nobody opened for a day. */
function sweep(home: string, keep: string): void {
  const yesterday = Date.now() - 24 * 3600 * 1000;
  for (const name of readdirSync(home)) {
    const folder = join(home, name);
    if (name === keep || name.endsWith('.json')) continue;
    // Another process may have taken its own away meanwhile.
    const modifiedAt = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (modifiedAt < yesterday) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
