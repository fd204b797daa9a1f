import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { habitat, type AwsRequest } from './habitat.ts';

/**
 * Real SDK clients, with real serialisation, retries and error parsing, over the environment they are called from. Left
 * out is what costs most of a call and changes nothing here: signature, endpoint rules, user agent, request logging.
 */
export function awsClients() {
  return {
    dynamodb: lean(new DynamoDBClient(config('dynamodb'))),
    sns: lean(new SNSClient(config('sns'))),
    sqs: lean(new SQSClient(config('sqs'))),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;

const idle = ['loggerMiddleware', 'recursionDetectionMiddleware', 'hostHeaderMiddleware', 'contentLengthMiddleware'];

function lean<Client extends { middlewareStack: { remove(name: string): boolean } }>(client: Client): Client {
  for (const name of idle) {
    if (!client.middlewareStack.remove(name)) throw new Error(`The SDK has no middleware ${name} any more`);
  }
  return client;
}

const url = new URL('http://simulated.invalid');

function config(service: string) {
  return {
    region: 'us-east-1',
    endpoint: 'http://simulated.invalid',
    endpointProvider: () => ({ url }),
    useQueueUrlAsEndpoint: false,
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
