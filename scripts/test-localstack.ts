import { spawnSync } from 'node:child_process';
import { seed } from '../bin/local/seed.ts';
import { readFileSync } from 'node:fs';

const help = `Deploys the stack to an emulator with the CDK CLI and runs the journeys against it.

  AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm run test:localstack

Needs an emulator that knows CloudFormation, S3, STS, SSM, IAM and the services of the stack. Without AWS_ENDPOINT_URL it
says so and skips.
`;

const endpoint = process.env['AWS_ENDPOINT_URL'];
const outputsFile = '.spillway/localstack-outputs.json';

if (process.argv.includes('--help')) process.stdout.write(help);
else if (endpoint === undefined || endpoint === '')
  console.log('skipped: AWS_ENDPOINT_URL names no emulator (see --help)');
else await main(endpoint);

async function main(endpoint: string): Promise<void> {
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
  const outputs = Object.assign(
    {},
    ...Object.values(JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, object>),
  );
  console.log(
    `Wrote ${await seed(outputs as Record<string, string>, endpoint)} customers and products that were not there.`,
  );
  run(['vitest', 'run', 'test/journeys'], {
    ...environment,
    SPILLWAY_TARGET: 'localstack',
    SPILLWAY_OUTPUTS: outputsFile,
  });
}

/** Ends this process with the command's own exit code where it fails. */
function run([command, ...args]: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, error } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: 'inherit', env });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
