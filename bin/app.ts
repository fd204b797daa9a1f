import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { bundleAhead } from '../lib/bundling/bundle.ts';
import { repositoryRoot } from '../lib/bundling/options.ts';

enableCompileCache(join(repositoryRoot, '.spillway', 'compile-cache'));
// esbuild, a Go program that lives for a second, has better things to do than collect garbage.
process.env['GOGC'] ??= '400';
// It works while the CDK loads: what needs the CDK is imported only now.
const bundled = bundleAhead(repositoryRoot);
const [{ App }, { SpillwayStack }] = await Promise.all([
  import('aws-cdk-lib'),
  import('../lib/spillway-stack.ts'),
  bundled,
]);

new SpillwayStack(new App(), 'Spillway');
