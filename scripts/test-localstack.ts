import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endWith } from '../bin/end-with.ts';
import { seed } from '../bin/local/seed.ts';
import { readOutputs } from '../bin/read-outputs.ts';

const help = `Runs the journeys against an emulator, after the CDK CLI deployed the stack to it.

  AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm run test:localstack

Needs an emulator that knows CloudFormation, S3, STS, SSM, IAM and the services of the stack. \`npm start\` is taken as it
is: there the stack runs already. Without AWS_ENDPOINT_URL it says so and skips.
`;

const outputsFile = '.spillway/localstack-outputs.json';

try {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (values.help) process.stdout.write(help);
  else if (endpoint === undefined || endpoint === '')
    console.log('skipped: AWS_ENDPOINT_URL names no emulator (see --help)');
  else await main(endpoint);
} catch (error) {
  endWith('test:localstack', error);
}

async function main(endpoint: string): Promise<void> {
  const environment = (await embedded(endpoint)) ?? (await deployed(endpoint));
  // One stack for all: what one file sends is not to be seen by another.
  run(['vitest', 'run', 'test/journeys', '--no-file-parallelism'], {
    ...environment,
    SPILLWAY_TARGET: 'localstack',
    SPILLWAY_OUTPUTS: outputsFile,
  });
}

/** What the journeys need to reach the embedded runtime; undefined where something else is listening. */
async function embedded(endpoint: string): Promise<NodeJS.ProcessEnv | undefined> {
  const page = async (name: string): Promise<Response> => fetch(`${endpoint}/_spillway/${name}`);
  const stack = await page('stack').catch((cause: unknown) => {
    throw new Error(`AWS_ENDPOINT_URL: nothing answers at ${endpoint}`, { cause });
  });
  if (!stack.ok) return undefined;
  const { name, outputs } = (await stack.json()) as { name: string; outputs: Record<string, string> };
  const { api } = (await (await page('health')).json()) as { api: string };
  mkdirSync('.spillway', { recursive: true });
  writeFileSync(outputsFile, JSON.stringify({ [name]: outputs }));
  console.log(`The embedded runtime: ${name} runs there, nothing to deploy.`);
  return { ...process.env, SPILLWAY_API_URL: api };
}

async function deployed(endpoint: string): Promise<NodeJS.ProcessEnv> {
  const account = '000000000000';
  const region = process.env['AWS_REGION'] ?? 'us-east-1';
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    // Buckets by path: an emulator's host name takes no bucket in front.
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: process.env['AWS_ACCESS_KEY_ID'] ?? 'test',
    AWS_SECRET_ACCESS_KEY: process.env['AWS_SECRET_ACCESS_KEY'] ?? 'test',
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
  };
  run(['cdk', 'bootstrap', `aws://${account}/${region}`], environment);
  run(['cdk', 'deploy', '--require-approval', 'never', '--outputs-file', outputsFile], environment);
  const written = await seed(readOutputs(outputsFile), endpoint);
  console.log(`Wrote ${written} customers and products that were not there.`);
  return environment;
}

/** Ends this process with the command's own exit code where it fails. */
function run([command, ...args]: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, error } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit', env });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
