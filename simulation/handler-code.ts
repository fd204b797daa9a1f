import * as crypto from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { awsClients } from './aws-clients.ts';
import { habitat, type Habitat } from './habitat.ts';
import * as media from './media.ts';

/** A text of the sources that is read as another, so that the product needs no switches. */
export interface Edit {
  /** From the repository's root. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
}

type Exports = Record<string, unknown>;

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

export interface Loan {
  readonly handler: Handler;
  readonly giveBack: () => void;
}

/** One bundle, and the instances of it that no environment has just now, by the function's variables. */
interface Compiled {
  readonly script: Script;
  readonly idle: Map<string, Handler[]>;
}

/** By its text: products that differ in a few handlers share the others, which V8 has optimised by then. */
const compiled = new Map<string, Compiled>();

/** The product's handlers, compiled once, each execution environment with an instance to itself. */
export class HandlerCode {
  readonly #scripts: ReadonlyMap<string, Compiled>;
  /** Schemas and constants, which hold no state, are evaluated once for all. */
  readonly #contracts = new Map<string, Exports>();

  private constructor(scripts: ReadonlyMap<string, Compiled>) {
    this.#scripts = scripts;
  }

  /** Bundles our sources; packages stay outside and are shared, since loading them again would cost most of a run. */
  static async compile(entries: readonly string[], edits: readonly Edit[] = []): Promise<HandlerCode> {
    const { outputFiles } = await build({
      absWorkingDir: repositoryRoot,
      entryPoints: [...entries, ...contracts],
      outdir: 'out',
      outbase: '.',
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      packages: 'external',
      logLevel: 'silent',
      plugins: [seams, edited([ownBreakers, ...edits])],
    });
    const texts = outputFiles.map(({ path, text }): [entry: string, text: string] => [
      path.slice(join(repositoryRoot, 'out').length + 1).replace(/\.js$/, '.ts'),
      text,
    ]);
    // Handlers reach the contracts that were compiled with them.
    const shared = crypto.hash(
      'sha256',
      texts.flatMap(([entry, text]) => (contracts.includes(entry) ? text : [])).join(),
    );
    const scripts = new Map(texts.map(([entry, text]) => [entry, compile(entry, text, shared)]));
    return new HandlerCode(scripts);
  }

  /**
   * Lends a handler with module state of its own. An instance serves one environment at a time and is lent again once
   * that one is gone: evaluating a module for every cold start would leave it forever unoptimised. Nothing of ours keeps
   * state in a module but a breaker its tally, and the trace hashes would differ if something else did.
   *
   * @param environment the function's variables
   */
  lend(entry: string, environment: Readonly<Record<string, string>>): Loan {
    const { idle } = this.#compiled(entry);
    const key = JSON.stringify(environment);
    const waiting = idle.get(key) ?? [];
    idle.set(key, waiting);
    const handler =
      waiting.pop() ?? (this.#evaluate(entry, { env: environment, versions: process.versions })['handler'] as Handler);
    return { handler, giveBack: () => void waiting.push(handler) };
  }

  #compiled(entry: string): Compiled {
    const found = this.#scripts.get(entry);
    if (found === undefined) throw new Error(`No handler was compiled for ${entry}`);
    return found;
  }

  #evaluate(entry: string, processHere: object): Exports {
    const { script } = this.#compiled(entry);
    const module: { exports: Exports } = { exports: {} };
    const run = script.runInThisContext() as (...values: unknown[]) => void;
    run(module, module.exports, this.#require, processHere, fetchHere, AbortSignalHere, perEnvironment);
    return module.exports;
  }

  readonly #require = (name: string): unknown => {
    if (Object.hasOwn(replaced, name)) return replaced[name];
    if (!name.startsWith(contract)) return requireHere(name);
    const entry = name.slice(contract.length);
    const known = this.#contracts.get(entry) ?? this.#evaluate(entry, process);
    this.#contracts.set(entry, known);
    return known;
  };
}

function compile(entry: string, text: string, shared: string): Compiled {
  const key = `${entry} ${shared}\n${text}`;
  let found = compiled.get(key);
  if (found === undefined) {
    const wrapped = `(function (${parameters.join(', ')}) {${withoutCopies(text)}\n})`;
    compiled.set(key, (found = { script: new Script(wrapped, { filename: entry }), idle: new Map() }));
  }
  return found;
}

/** esbuild copies a required package's exports property by property at every instantiation; the original serves as well. */
function withoutCopies(text: string): string {
  return text.replace(/__toESM\((require\("[^"]+"\))(?:, 1)?\)/g, '$1');
}

const repositoryRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

const contracts = readdirSync(join(repositoryRoot, 'contracts')).map((name) => `contracts/${name}`);

const parameters = ['module', 'exports', 'require', 'process', 'fetch', 'AbortSignal', 'perEnvironment'];

/** A breaker counts in memory, which ends with its environment. */
const ownBreakers: Edit = {
  file: 'lambdas/messaging/breaker.ts',
  find: `return new SharedBreaker(store);`,
  replace: `const own = perEnvironment(() => new SharedBreaker(store));\n  return { call: (work) => own().call(work) };`,
};

/** What a module keeps, made anew for each environment that borrows it. */
function perEnvironment<Kept>(make: () => Kept): () => Kept {
  const kept = new WeakMap<Habitat, Kept>();
  return () => {
    const here = habitat();
    const known = kept.get(here) ?? make();
    kept.set(here, known);
    return known;
  };
}

const requireHere = createRequire(import.meta.url);

const fetchHere = (url: string, init: RequestInit): Promise<Response> => habitat().fetch(url, init);

const AbortSignalHere = {
  timeout(milliseconds: number): AbortSignal {
    const controller = new AbortController();
    habitat().after(milliseconds, () => controller.abort(new DOMException('The operation timed out', 'TimeoutError')));
    return controller.signal;
  },
};

class HabitatLogger {
  info(message: string, fields: Record<string, unknown>): void {
    habitat().log('INFO', message, fields);
  }

  warn(message: string, fields: Record<string, unknown>): void {
    habitat().log('WARN', message, fields);
  }

  error(message: string, fields: Record<string, unknown>): void {
    habitat().log('ERROR', message, fields);
  }
}

class SilentMetrics {
  addMetric(): void {}

  hasStoredMetrics(): boolean {
    return false;
  }

  publishStoredMetrics(): void {}
}

const replaced: Readonly<Record<string, unknown>> = {
  'node:crypto': { ...crypto, randomUUID: () => habitat().uuid() },
  'simulation:aws/dynamodb': { dynamodb: awsClients.dynamodb },
  'simulation:aws/lambda': { lambda: awsClients.lambda },
  'simulation:aws/s3': { s3: awsClients.s3 },
  'simulation:media': media,
  'simulation:aws/scheduler': { scheduler: awsClients.scheduler },
  'simulation:aws/sns': { sns: awsClients.sns },
  'simulation:aws/sqs': { sqs: awsClients.sqs },
  '@aws-lambda-powertools/logger': { Logger: HabitatLogger },
  '@aws-lambda-powertools/metrics': { Metrics: SilentMetrics, MetricUnit: { Count: 'Count' } },
};

const contract = 'simulation:';

/** The files that make AWS clients are the seam between product and host; contracts are shared. */
const seams: Plugin = {
  name: 'seams',
  setup(build) {
    build.onResolve({ filter: /\/aws\/(dynamodb|lambda|s3|scheduler|sns|sqs)\.ts$/ }, ({ path }) => ({
      path: `simulation:aws/${/(\w+)\.ts$/.exec(path)![1]}`,
      external: true,
    }));
    // What works on files: FFmpeg, its folder, and the objects that come and go.
    build.onResolve({ filter: /\/media\/(ffmpeg|rendition-files|uploads|work-folder)\.ts$/ }, () => ({
      path: 'simulation:media',
      external: true,
    }));
    build.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
      const file = relative(repositoryRoot, join(resolveDir, path));
      return kind !== 'entry-point' && contracts.includes(file) ? { path: contract + file, external: true } : undefined;
    });
  },
};

/** Plants deliberate bugs while the sources are read; the product's files stay as they are. */
function edited(edits: readonly Edit[]): Plugin {
  const byPath = Map.groupBy(edits, ({ file }) => join(repositoryRoot, file));
  return {
    name: 'edited',
    setup(build) {
      for (const [file, ofFile] of byPath) {
        build.onLoad({ filter: new RegExp(`${file.replaceAll(/[^\w]/g, '\\$&')}$`) }, () => ({
          contents: ofFile.reduce(applied, readFileSync(file, 'utf8')),
          loader: 'ts',
        }));
      }
    },
  };
}

function applied(source: string, { file, find, replace }: Edit): string {
  if (source.split(find).length !== 2) throw new Error(`${file} must hold this text once: ${find}`);
  return source.replace(find, () => replace);
}
