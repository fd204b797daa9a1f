import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { functionName, type Entry } from './entries.ts';

/** The repository's root: where lambdas/, package-lock.json and .spillway/ are. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const replacement = (file: string) => fileURLToPath(new URL(`replacements/${file}`, import.meta.url));

/**
 * CommonJS from ESM sources (`mainFields`) loads in half the time of the CDK's defaults. Names are kept where code
 * asks for them at run time (Powertools batch tells its processors apart by class name) and in stack traces.
 */
export function buildOptions(root: string, entries: readonly Entry[], outdir: string) {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.map((entry) => [`${functionName(entry)}/index`, entry])),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    alias: {
      '@aws-sdk/credential-provider-node': replacement('credentials.ts'),
      '@smithy/core/event-streams': replacement('event-streams.ts'),
    },
  } as const satisfies BuildOptions;
}
