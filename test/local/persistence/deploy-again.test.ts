import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { provision } from '../../../local/template/provision.ts';
import { resourceTypes } from '../../../local/template/resource-types.ts';
import { putItem } from '../../../local/services/dynamodb/actions/put-item.ts';
import { call, live, temporaryFolder, type Life } from './scene.ts';
import type { Template } from '../../../local/template/template.ts';

interface Wishes {
  readonly visibility?: number;
  readonly raw?: boolean;
  readonly batchSize?: number;
  readonly key?: string;
  readonly function?: boolean;
  readonly topic?: boolean;
}

/** A queue, a topic that feeds it, a table with a stream, and a function on queue and stream. */
function template(wishes: Wishes = {}): Template {
  const { visibility = 30, raw = false, batchSize = 10, key = 'id' } = wishes;
  const functions = {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
        Policies: [
          { PolicyName: 'all', PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } },
        ],
      },
    },
    Worker: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: 'worker.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    },
    QueueMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Worker' },
        EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        BatchSize: batchSize,
      },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpression: 'rate(1 minute)',
        Target: { Arn: { 'Fn::GetAtt': ['Worker', 'Arn'] }, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
    },
    StreamMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        FunctionName: { Ref: 'Worker' },
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        StartingPosition: 'TRIM_HORIZON',
      },
    },
  };
  const topic = {
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        RawMessageDelivery: raw,
      },
    },
  };
  return {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: visibility } },
      Waiting: { Type: 'AWS::SQS::Queue', Properties: {} },
      ...(wishes.topic !== false && topic),
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
          KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
          TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
        },
      },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Waiting', 'QueueName'] } }],
          Statistic: 'Maximum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        },
      },
      ...(wishes.function !== false && functions),
    },
  };
}

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function deployed(wishes?: Wishes): Promise<Life> {
  const life = await live(folder.path);
  const stack = await provision(template(wishes), life.cloud, resourceTypes, {
    stackName: 'shop',
    accountId: '000000000000',
    region: 'us-east-1',
    assets: new Map([['worker.zip', '/code']]),
  });
  life.persistence.deployed([...stack.resources.values()]);
  life.cloud.scheduler.resume();
  life.cloud.lambda.resume();
  life.cloud.sns.resume();
  life.cloud.s3.resume();
  await life.persistence.committed();
  return life;
}

describe('a stack deployed over what an earlier run left', () => {
  test('is the same stack: nothing twice, every name, id and ARN as before', async () => {
    const facts = ({ cloud }: Life) => ({
      queues: cloud.sqs.queues().map(({ arn }) => arn),
      topics: [...cloud.sns.store.topics.keys()],
      subscriptions: [...cloud.sns.store.subscriptions.keys()],
      tables: cloud.dynamodb.tables().map(({ record }) => [record.arn, record.id, record.stream?.arn]),
      mappings: [...cloud.lambda.store.mappings.keys()],
      buckets: [...cloud.s3.store.buckets.keys()],
      schedules: cloud.scheduler.schedules().map(({ name }) => name),
      alarms: [...cloud.cloudwatch.store.alarms.keys()],
    });
    const first = facts(await deployed());
    expect(first.mappings).toHaveLength(2);
    expect(facts(await deployed())).toEqual(first);
  });

  test('keeps messages and items', async () => {
    const { cloud, persistence } = await deployed();
    const waiting = cloud.sqs.queues().find(({ name }) => name.includes('Waiting'))!;
    cloud.sqs.send(waiting.arn, { MessageBody: 'kept' }, call);
    const table = cloud.dynamodb.tables()[0]!.record.name;
    putItem(cloud.dynamodb, { TableName: table, Item: { id: { S: 'kept' } } }, call);
    await persistence.committed();
    const again = await deployed();
    expect(again.cloud.sqs.browse(waiting.arn).map(({ body }) => body)).toEqual(['kept']);
    expect(again.cloud.dynamodb.table(table).rows.size).toBe(1);
  });

  test('takes over what changed in the template', async () => {
    await deployed();
    const { cloud } = await deployed({ visibility: 77, raw: true, batchSize: 3 });
    const queue = cloud.sqs.allQueues().find(({ record }) => !record.name.includes('Waiting'))!;
    expect(queue.record.attributes['VisibilityTimeout']).toBe('77');
    const [subscription] = cloud.sns.store.subscriptions.values();
    expect(subscription!.attributes['RawMessageDelivery']).toBe('true');
    const mapping = [...cloud.lambda.store.mappings.values()].find(({ kind }) => kind === 'queue');
    expect(mapping!.batchSize).toBe(3);
  });

  test('drops mappings of functions that are no more', async () => {
    await deployed();
    const { cloud } = await deployed({ function: false });
    expect([...cloud.lambda.store.mappings.keys()]).toEqual([]);
  });

  test('loses what the template no longer has, but no data', async () => {
    const { cloud, persistence } = await deployed();
    const queue = cloud.sqs.allQueues().find(({ record }) => !record.name.includes('Waiting'))!;
    cloud.sqs.send(queue.arn, { MessageBody: 'kept' }, call);
    await persistence.committed();
    const again = await deployed({ topic: false, function: false });
    expect(again.cloud.sns.store.topics.size).toBe(0);
    expect(again.cloud.sns.store.subscriptions.size).toBe(0);
    expect(again.cloud.scheduler.schedules()).toEqual([]);
    expect(again.cloud.sqs.queues()).toHaveLength(2);
  });

  test('refuses a table whose keys changed, as its items would be lost', async () => {
    await deployed();
    await expect(deployed({ key: 'other' })).rejects.toThrow(/the keys of table .* have changed/);
  });
});
