import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { seed } from '../../bin/local/seed.ts';
import { paymentBehaviour } from '../../bin/local/seed-data.ts';
import { stackParameters } from '../../bin/local/stack-parameters.ts';
import { standInRoutes } from '../../bin/local/stand-in-routes.ts';
import { synthesize } from '../../bin/local/synthesize.ts';
import { repositoryRoot } from '../../lib/bundling/options.ts';
import { RealClock } from '../../local/clock/real-clock.ts';
import { startRuntime, type Runtime, type RuntimeOptions } from '../../local/runtime.ts';
import { startStandIns } from '../../stand-ins/serve.ts';
import { callApi } from './call-api.ts';
import type { Target } from './target.ts';

export interface Embedded extends Target {
  readonly runtime: Runtime;
}

/** The local runtime in this process: real bundles in worker threads, real SDK clients over the AWS port. */
export async function startEmbedded(options: Pick<RuntimeOptions, 'onRequest'> = {}): Promise<Embedded> {
  const { folder } = await synthesize();
  const clock = new RealClock();
  const standIns = await startStandIns();
  const { payment, mail, push } = standIns;
  await payment.behaviours.set(paymentBehaviour);
  const runtime = await startRuntime({
    assembly: folder,
    clock,
    speed: 1,
    seed: 1,
    port: 0,
    awsPort: 0,
    parameters: stackParameters(standIns),
    workFolder: join(repositoryRoot, '.spillway', 'journeys', String(process.pid)),
    routes: standInRoutes(standIns),
    ...options,
  });
  const { outputs } = runtime.stacks[0]!;
  await seed(outputs, runtime.awsUrl);
  const client = {
    endpoint: runtime.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    name: 'embedded',
    runtime,
    capabilities: new Set(['time', 'providers', 'functions', 'console']),
    outputs,
    dynamodb: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
    sqs: new SQSClient(client),
    lambda: new LambdaClient(client),
    api: (method, path, init) => callApi(runtime.apiUrl!, method, path, init),
    async passTime(seconds) {
      while (runtime.cloud.lambda.environments.busy > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      clock.advance(seconds * 1000);
    },
    async behave(provider, rules) {
      const base = provider === 'payment' ? paymentBehaviour.rules : [];
      await standIns[provider].behaviours.set({ rules: [...rules, ...base] });
    },
    async outside() {
      const [charges, messages, notifications] = await Promise.all([
        payment.charges(),
        mail.messages(),
        push.notifications(),
      ]);
      return { charges, messages, notifications: notifications as unknown as { to: string; body: string }[] };
    },
    console: async (page) => (await fetch(`${runtime.awsUrl}/_spillway/${page}`)).json(),
    async stop() {
      await runtime.stop();
      await standIns.close();
      clock.stop();
    },
  };
}
