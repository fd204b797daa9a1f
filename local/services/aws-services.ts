import type { Cloud } from './cloud.ts';
import { CloudWatchService } from './cloudwatch/cloudwatch-service.ts';
import { DynamoDbService } from './dynamodb/dynamodb-service.ts';
import { LambdaService } from './lambda/lambda-service.ts';
import { S3Service } from './s3/s3-service.ts';
import { SchedulerService } from './scheduler/scheduler-service.ts';
import type { Service } from './service.ts';
import { SnsService } from './sns/sns-service.ts';
import { SqsService } from './sqs/sqs-service.ts';
import { StsService } from './sts/sts-service.ts';

/** Every engine that has an API of its own, as a gateway takes them. */
export function awsServices({ cloudwatch, dynamodb, iam, lambda, s3, scheduler, sns, sqs }: Cloud): Service[] {
  return [
    new CloudWatchService(cloudwatch),
    new DynamoDbService(dynamodb),
    new LambdaService(lambda),
    new S3Service(s3),
    new SchedulerService(scheduler),
    new SnsService(sns),
    new SqsService(sqs),
    new StsService(iam),
  ];
}
