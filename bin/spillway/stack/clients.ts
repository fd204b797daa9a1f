import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';

export interface ClientOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Buckets by path: an emulator's host name takes no bucket in front. */
  readonly forcePathStyle?: boolean;
}

interface Kinds {
  cloudformation: CloudFormationClient;
  cloudwatch: CloudWatchClient;
  dynamodb: DynamoDBClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
  s3: S3Client;
  sns: SNSClient;
  sqs: SQSClient;
}

const makers: { readonly [Name in keyof Kinds]: (options: ClientOptions) => Promise<Kinds[Name]> } = {
  cloudformation: async (options) => new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(options),
  cloudwatch: async (options) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(options),
  dynamodb: async (options) => new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient(options),
  lambda: async (options) => new (await import('@aws-sdk/client-lambda')).LambdaClient(options),
  logs: async (options) => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient(options),
  s3: async (options) => new (await import('@aws-sdk/client-s3')).S3Client(options),
  sns: async (options) => new (await import('@aws-sdk/client-sns')).SNSClient(options),
  sqs: async (options) => new (await import('@aws-sdk/client-sqs')).SQSClient(options),
};

/** SDK clients, each loaded at its first use: one takes about 50 ms to load. */
export class Clients {
  readonly #options: ClientOptions;
  readonly #made = new Map<keyof Kinds, Promise<Kinds[keyof Kinds]>>();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get<Name extends keyof Kinds>(name: Name): Promise<Kinds[Name]> {
    let client = this.#made.get(name);
    if (client === undefined) this.#made.set(name, (client = makers[name](this.#options)));
    return client as Promise<Kinds[Name]>;
  }

  async close(): Promise<void> {
    for (const client of this.#made.values()) (await client).destroy();
  }
}
