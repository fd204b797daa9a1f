import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { habitat, type AwsRequest } from './habitat.ts';
import { direct, type SdkClient } from './direct-client.ts';

/**
 * Real SDK clients, with real serialisation, retries and error parsing, over the environment they are called from. They
 * hold no state, so one set serves every run of a process.
 */
export const awsClients = {
  dynamodb: direct(new DynamoDBClient(config()), over('dynamodb')),
  lambda: direct(new LambdaClient(config()), over('lambda')),
  s3: direct(new S3Client({ ...config(), forcePathStyle: true }), objects, inBucket),
  scheduler: direct(new SchedulerClient(config()), over('scheduler')),
  sns: direct(new SNSClient(config()), over('sns')),
  sqs: direct(new SQSClient(config()), over('sqs')),
};

/** Everything that the SDK would otherwise look for in files, which takes real time. */
function config() {
  return {
    region: 'us-east-1',
    endpoint: 'http://simulated.invalid',
    useQueueUrlAsEndpoint: false,
    maxAttempts: 3,
    retryMode: 'standard',
    credentials: { accessKeyId: 'simulated', secretAccessKey: 'simulated' },
  };
}

function over(service: string): SdkClient['send'] {
  return async (request) => {
    const { status, headers, body } = await habitat().request({ ...(request as AwsRequest), service });
    return { statusCode: status, headers: { ...headers }, body };
  };
}

const overS3 = over('s3');

/** Objects come as streams. */
async function objects(request: unknown): Promise<unknown> {
  const response = (await overS3(request)) as { readonly body: Uint8Array };
  return { ...response, body: Readable.from([response.body], { objectMode: false }) };
}

/** Path-style: `/bucket/key`. */
function inBucket(request: object, input: unknown): object {
  const { path } = request as { readonly path: string };
  return { ...request, path: `/${(input as { readonly Bucket: string }).Bucket}${path}` };
}
