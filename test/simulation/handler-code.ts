import * as crypto from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import type { AwsClients } from './aws-clients.ts';
import { habitat } from './habitat.ts';
import type { Mutant } from './mutants.ts';

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The product's handlers, compiled once, instantiated for each execution environment with module state of its own. */
export class HandlerCode {
  readonly #scripts: ReadonlyMap<string, Script>;

  private constructor(scripts: ReadonlyMap<string, Script>) {
    this.#scripts = scripts;
  }

  /** Bundles our sources; packages stay outside and are shared, since loading them again would cost most of a run. */
  static async compile(entries: readonly string[], mutant?: Mutant): Promise<HandlerCode> {
    const { outputFiles } = await build({
      absWorkingDir: repositoryRoot,
      entryPoints: [...entries],
      outdir: 'out',
      outbase: '.',
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node24',
      packages: 'external',
      logLevel: 'silent',
      plugins: [awsClientsFromOutside, ...(mutant === undefined ? [] : [mutate(mutant)])],
    });
    const scripts = new Map<string, Script>();
    for (const { path, text } of outputFiles) {
      const entry = path.slice(join(repositoryRoot, 'out').length + 1).replace(/\.js$/, '.ts');
      scripts.set(
        entry,
        new Script(`(function (${parameters.join(', ')}) {${withoutCopies(text)}\n})`, { filename: entry }),
      );
    }
    return new HandlerCode(scripts);
  }

  /** @param environment the function's variables */
  instantiate(entry: string, environment: Readonly<Record<string, string>>, clients: AwsClients): Handler {
    const script = this.#scripts.get(entry);
    if (script === undefined) throw new Error(`No handler was compiled for ${entry}`);
    const module: { exports: { handler?: Handler } } = { exports: {} };
    const run = script.runInThisContext() as (...values: unknown[]) => void;
    run(
      module,
      module.exports,
      requireFor(clients),
      { env: { ...environment }, versions: process.versions },
      fetchHere,
      AbortSignalHere,
    );
    return module.exports.handler!;
  }
}

/** esbuild copies a required package's exports property by property at every instantiation; the original serves as well. */
function withoutCopies(text: string): string {
  return text.replace(/__toESM\((require\("[^"]+"\))(?:, 1)?\)/g, '$1');
}

const parameters = ['module', 'exports', 'require', 'process', 'fetch', 'AbortSignal'];

const requireHere = createRequire(import.meta.url);

function requireFor(clients: AwsClients): (name: string) => unknown {
  const replaced: Readonly<Record<string, unknown>> = {
    'node:crypto': { ...crypto, randomUUID: () => habitat().uuid() },
    'simulation:aws/dynamodb': { dynamodb: clients.dynamodb },
    'simulation:aws/sns': { sns: clients.sns },
    'simulation:aws/sqs': { sqs: clients.sqs },
    '@aws-lambda-powertools/logger': { Logger: HabitatLogger },
    '@aws-lambda-powertools/metrics': { Metrics: SilentMetrics, MetricUnit: { Count: 'Count' } },
  };
  return (name) => (Object.hasOwn(replaced, name) ? replaced[name] : requireHere(name));
}

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

/** The three files that make AWS clients are the seam between product and host. */
const awsClientsFromOutside: Plugin = {
  name: 'aws-clients-from-outside',
  setup(build) {
    build.onResolve({ filter: /\/aws\/(dynamodb|sns|sqs)\.ts$/ }, ({ path }) => ({
      path: `simulation:aws/${/(\w+)\.ts$/.exec(path)![1]}`,
      external: true,
    }));
  },
};

/** Plants one deliberate bug while the sources are read; the product's files stay as they are. */
function mutate({ name, file, find, replace }: Mutant): Plugin {
  return {
    name: `mutant-${name}`,
    setup(build) {
      build.onLoad({ filter: new RegExp(`${file.replaceAll('/', '\\/').replaceAll('.', '\\.')}$`) }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        if (source.split(find).length !== 2)
          throw new Error(`Mutant ${name}: ${file} must hold this text once: ${find}`);
        return { contents: source.replace(find, () => replace), loader: 'ts' };
      });
    },
  };
}
