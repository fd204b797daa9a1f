import type { HttpApis } from './apigateway/http-apis.ts';
import type { CloudWatch } from './cloudwatch/cloudwatch.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import type { Iam } from './iam/iam.ts';
import type { Lambda } from './lambda/lambda.ts';
import type { Logs } from './logs/logs.ts';
import type { S3 } from './s3/s3.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import type { Sns } from './sns/sns.ts';
import type { Sqs } from './sqs/sqs.ts';

/** Every engine of one simulated account, wired to one another. */
export interface Cloud {
  readonly cloudwatch: CloudWatch;
  readonly dynamodb: DynamoDb;
  readonly httpApis: HttpApis;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly logs: Logs;
  readonly s3: S3;
  readonly scheduler: Scheduler;
  readonly sns: Sns;
  readonly sqs: Sqs;
}
