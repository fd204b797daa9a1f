import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEntries } from '../../lib/bundling/entries.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { interleave, type BenchCase } from '../harness.ts';

const workshop = join(repositoryRoot, '.spillway');

/** The whole app with its bundles, beside the same stack with one `NodejsFunction` for each of its sources. */
export const synthCase: BenchCase = {
  name: 'synth',
  about: 'synth with bundles against one NodejsFunction per function',
  async run() {
    const peer = join(workshop, 'bench-nodejs-functions.mjs');
    writeFileSync(peer, peerApp(findEntries(repositoryRoot)));
    const times = await interleave(
      {
        ours: async () => {
          rmSync(join(workshop, 'bundles'), { recursive: true, force: true });
          return seconds(join(repositoryRoot, 'bin', 'app.ts'));
        },
        peer: () => seconds(peer),
      },
      2,
    );
    return [
      { name: 'synth with bundles', value: times.ours, unit: 's', peer: { name: 'NodejsFunction', value: times.peer } },
      {
        name: 'synth / one NodejsFunction each',
        value: times.ours / times.peer,
        unit: '',
        limit: { sign: '≤', value: 0.4 },
        gate: true,
      },
    ];
  },
};

async function seconds(app: string): Promise<number> {
  const started = performance.now();
  execFileSync(process.execPath, [app], {
    cwd: repositoryRoot,
    stdio: 'ignore',
    env: {
      ...process.env,
      CDK_OUTDIR: join(workshop, 'bench-out'),
      CDK_CONTEXT_JSON: JSON.stringify({ stage: 'dev' }),
    },
  });
  return (performance.now() - started) / 1000;
}

/** The same stack, and its code as `NodejsFunction` bundles it: the stack itself asks for no bundles here. */
function peerApp(entries: readonly string[]): string {
  const functions = entries.map(
    (entry, index) =>
      `new NodejsFunction(code, 'F${index}', { entry: ${JSON.stringify(join(repositoryRoot, entry))}, runtime: Runtime.NODEJS_24_X, bundling: { bundleAwsSDK: true } });`,
  );
  return `import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { SpillwayStack } from ${JSON.stringify(join(repositoryRoot, 'lib', 'spillway-stack.ts'))};
const app = new App({ postCliContext: { 'aws:cdk:bundling-stacks': ['Code'] } });
new SpillwayStack(app, 'Spillway');
const code = new Stack(app, 'Code');
${functions.join('\n')}
`;
}
