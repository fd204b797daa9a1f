import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readOutputs } from '../../bin/read-outputs.ts';
import { callApi } from './call-api.ts';
import type { Target } from './target.ts';

/** A stack that is deployed already, known by the outputs file that the deployment wrote. */
export async function startDeployed(name: 'localstack' | 'aws'): Promise<Target> {
  const file = process.env['SPILLWAY_OUTPUTS'] ?? '.spillway/outputs.json';
  const outputs = readOutputs(file);
  const endpoint = name === 'localstack' ? process.env['AWS_ENDPOINT_URL'] : undefined;
  const client =
    endpoint === undefined
      ? {}
      : { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const unavailable = (what: string) =>
    Promise.reject(new Error(`${name} has no ${what}: the journey must ask for the capability`));
  return {
    name,
    capabilities: new Set(),
    outputs,
    dynamodb: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
    sqs: new SQSClient(client),
    lambda: new LambdaClient(client),
    api: (method, path, init) => callApi(process.env['SPILLWAY_API_URL'] ?? outputs['ApiUrl']!, method, path, init),
    passTime: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    behave: () => unavailable('providers to steer'),
    outside: () => unavailable('view of the outside world'),
    console: () => unavailable('console'),
    stop: async () => undefined,
  };
}
