import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { settle } from '../../lib/bundling/settle.ts';

export interface Synthesis {
  /** The cloud assembly's folder. */
  readonly folder: string;
  /** False where an earlier run had synthesized the same sources. */
  readonly built: boolean;
}

/** Everything that the template and the bundles are made of. */
const sources = ['bin/app.ts', 'cdk.json', 'contracts', 'lambdas', 'lib', 'package-lock.json', 'stand-ins'];

/**
 * The assembly of the local stage. Synthesized in a process of its own, so that the CDK's memory goes with it, and kept
 * while no source changes.
 *
 * @throws Error with the app's own message where it does not synthesize
 */
export async function synthesize(): Promise<Synthesis> {
  const home = join(repositoryRoot, '.spillway', 'assembly');
  const folder = join(home, fingerprint());
  if (existsSync(join(folder, 'manifest.json'))) return { folder, built: false };
  mkdirSync(home, { recursive: true });
  const workshop = `${folder}-${process.pid}`;
  try {
    await runApp(workshop);
    sweep(home, folder);
    settle(workshop, folder);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  return { folder, built: true };
}

/** Removes assemblies of other sources, and leaves alone what other processes are building. */
function sweep(home: string, folder: string): void {
  for (const name of readdirSync(home)) {
    if (!name.includes('-') && join(home, name) !== folder) rmSync(join(home, name), { recursive: true, force: true });
  }
}

function runApp(outdir: string): Promise<void> {
  const { context } = JSON.parse(readFileSync(join(repositoryRoot, 'cdk.json'), 'utf8')) as { context: object };
  const child = spawn(process.execPath, [join(repositoryRoot, 'bin', 'app.ts')], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: 'false',
      // Bundles are read where they are, not copied into the assembly.
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage: 'local', 'aws:cdk:disable-asset-staging': true }),
    },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(message(errors)))));
  });
}

/** What is wrong, out of a stack trace: from the error's name to its first frame. */
function message(errors: string): string {
  const start = errors.search(/^(?:[A-Z]\w*)?Error: /m);
  const text = start === -1 ? errors : errors.slice(start);
  return `The stack does not synthesize\n${text.split(/\n\s+at /)[0]!.trim()}`;
}

/** Over paths and contents. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of sources) visit(source, hash);
  return hash.digest('hex').slice(0, 32);
}

function visit(path: string, hash: ReturnType<typeof createHash>): void {
  const absolute = join(repositoryRoot, path);
  if (statSync(absolute).isDirectory()) {
    for (const name of readdirSync(absolute).toSorted()) visit(join(path, name), hash);
    return;
  }
  hash.update(path).update('\0').update(readFileSync(absolute)).update('\0');
}
