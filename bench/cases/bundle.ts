import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync, type BuildOptions } from 'esbuild';
import { bundleAll } from '../../lib/bundling/bundle.ts';
import { defaultBreakerPolicy } from '../../contracts/breaker.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { interleave, type BenchCase } from '../harness.ts';

const entry = 'lambdas/orders/process.ts';
const workshop = join(repositoryRoot, '.spillway', 'bench');

/** The order consumer's size, and its load with a first call, beside what people usually deploy. */
export const bundleCase: BenchCase = {
  name: 'bundle',
  about: 'order consumer: size, load and first call against a naive handler and NodejsFunction defaults',
  async run() {
    const ours = join(bundleAll(repositoryRoot).byEntry.get(entry)!.folder, 'index.js');
    const defaults = build('defaults', entry, {});
    const naive = build('naive', naiveEntry(), {});
    const times = await interleave(
      { ours: () => firstCall(ours), defaults: () => firstCall(defaults), naive: () => firstCall(naive) },
      5,
    );
    return [
      {
        name: 'order consumer, gzipped',
        value: kilobytes(ours),
        unit: 'KB',
        limit: { sign: '≤', value: 125 },
        peer: { name: 'NodejsFunction', value: kilobytes(defaults) },
        gate: true,
      },
      {
        name: 'load + first call / naive',
        value: times.ours / times.naive,
        unit: '',
        limit: { sign: '≤', value: 0.5 },
      },
      {
        name: 'load + first call / NodejsFunction',
        value: times.ours / times.defaults,
        unit: '',
        limit: { sign: '≤', value: 0.85 },
      },
      { name: 'load + first call', value: times.ours, unit: 'ms', peer: { name: 'naive', value: times.naive } },
    ];
  },
};

/** As `NodejsFunction` bundles with the SDK inside: CommonJS, not minified, the packages' CommonJS builds. */
function build(name: string, source: string, options: BuildOptions): string {
  const outfile = join(workshop, name, 'index.js');
  buildSync({
    absWorkingDir: repositoryRoot,
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
    ...options,
  });
  return outfile;
}

/** The same handler behind everything at once: every client of the SDK in use here and all of Powertools. */
function naiveEntry(): string {
  mkdirSync(join(workshop, 'source'), { recursive: true });
  const file = join(workshop, 'source', 'naive.ts');
  const packages = [
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sns',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-lambda',
    '@aws-lambda-powertools/batch',
    '@aws-lambda-powertools/idempotency',
    '@aws-lambda-powertools/logger',
    '@aws-lambda-powertools/metrics',
  ];
  const imports = packages.map((name, index) => `import * as p${index} from '${name}';`).join('\n');
  const kept = packages.map((_name, index) => `p${index}`).join(', ');
  writeFileSync(
    file,
    `${imports}\nexport const kept = [${kept}].map((p) => Object.values(p));\nexport { handler } from '${join(repositoryRoot, entry)}';\n`,
  );
  return file;
}

/** Milliseconds of a fresh process from before `require` to the end of a first, empty batch. */
async function firstCall(file: string): Promise<number> {
  const script = `
    const started = performance.now();
    const { handler } = require(${JSON.stringify(file)});
    handler({ Records: [] }, { getRemainingTimeInMillis: () => 1000 }).then(() => console.log(performance.now() - started), () => console.log(performance.now() - started));
  `;
  const environment = {
    PATH: process.env['PATH'],
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    ...Object.fromEntries(variables.map((name) => [name, '1'])),
    BREAKER_POLICY: JSON.stringify(defaultBreakerPolicy),
  };
  const output = execFileSync(process.execPath, ['--input-type=commonjs', '-e', script], {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Number(output.trim().split('\n').at(-1));
}

const variables = [
  'QUEUE_URL',
  'DEAD_LETTER_QUEUE_URL',
  'MAX_RECEIVE_COUNT',
  'BACKOFF_BASE_SECONDS',
  'BACKOFF_CAP_SECONDS',
  'FAILURE_TABLE',
  'IDEMPOTENCY_TABLE',
  'IDEMPOTENCY_SECONDS',
  'ORDERS_TABLE',
  'CATALOGUE_TABLE',
  'OUTBOX_TABLE',
  'ORDER_DEADLINE_SECONDS',
  'PAYMENT_URL',
  'BREAKER_TABLE',
  'BREAKER_NAME',
];

function kilobytes(file: string): number {
  return gzipSync(readFileSync(file)).length / 1000;
}
