import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
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
  /** Signs forms and links, and sends nothing: see simulation/media.ts. */
  s3: new S3Client({ ...config(), forcePathStyle: true }),
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
