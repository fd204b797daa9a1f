import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { habitat, type AwsRequest } from './habitat.ts';

/**
 * Real SDK clients, with real serialisation, retries and error parsing, over the environment they are called from. Only
 * the signature is left out: it costs two thirds of a call and nothing here depends on it.
 */
export function awsClients() {
  return {
    dynamodb: new DynamoDBClient(config('dynamodb')),
    sns: new SNSClient(config('sns')),
    sqs: new SQSClient(config('sqs')),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;

function config(service: string) {
  return {
    region: 'us-east-1',
    endpoint: 'http://simulated.invalid',
    maxAttempts: 3,
    credentials: { accessKeyId: 'simulated', secretAccessKey: 'simulated' },
    signer: { sign: async <Request>(request: Request): Promise<Request> => request },
    requestHandler: {
      async handle(request: Omit<AwsRequest, 'service'>) {
        const { status, headers, body } = await habitat().request({ ...request, service });
        return { response: { statusCode: status, headers: { ...headers }, body } };
      },
    },
  } as never;
}
