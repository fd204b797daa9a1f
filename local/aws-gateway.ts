import type { Random } from './clock/random.ts';
import type { Cloud } from './services/cloud.ts';
import { CloudWatchService } from './services/cloudwatch/cloudwatch-service.ts';
import { DynamoDbService } from './services/dynamodb/dynamodb-service.ts';
import { Gateway, type Interceptor } from './services/gateway.ts';
import { LambdaService } from './services/lambda/lambda-service.ts';
import { S3Service } from './services/s3/s3-service.ts';
import { SchedulerService } from './services/scheduler/scheduler-service.ts';
import { SnsService } from './services/sns/sns-service.ts';
import { SqsService } from './services/sqs/sqs-service.ts';
import { StsService } from './services/sts/sts-service.ts';

/** The AWS port's way into every engine, for callers as the account's roles allow. */
export function awsGateway(cloud: Cloud, random: Random, around: Interceptor): Gateway {
  return new Gateway(
    [
      new CloudWatchService(cloud.cloudwatch),
      new DynamoDbService(cloud.dynamodb),
      new LambdaService(cloud.lambda),
      new S3Service(cloud.s3),
      new SchedulerService(cloud.scheduler),
      new SnsService(cloud.sns),
      new SqsService(cloud.sqs),
      new StsService(cloud.iam),
    ],
    {
      callerOf: (accessKeyId) => cloud.iam.callerFor(accessKeyId),
      authorizerFor: (caller) => cloud.iam.authorizerFor(caller),
      nextRequestId: () => random.uuid(),
      around,
    },
  );
}
