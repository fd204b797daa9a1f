import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createCloud } from '../../../../local/services/create-cloud.ts';
import { seededRandom } from '../../../../local/clock/random.ts';
import { DynamoDbService } from '../../../../local/services/dynamodb/dynamodb-service.ts';
import { addMapping } from '../../../../local/services/lambda/actions/create-event-source-mapping.ts';
import { addFunction } from '../../../../local/services/lambda/function-settings.ts';
import { SqsService } from '../../../../local/services/sqs/sqs-service.ts';
import { clientOptions } from '../../sdk.ts';
import type { Cloud } from '../../../../local/services/cloud.ts';

interface Event {
  readonly Records: readonly Record<string, unknown>[];
}

let clock: VirtualClock;
let cloud: Cloud;
let seen: Event[];
let answer: (event: Event) => unknown;
let sqs: SQSClient;
let dynamodb: DynamoDBClient;

beforeEach(() => {
  clock = new VirtualClock();
  seen = [];
  answer = () => undefined;
  cloud = createCloud(
    {
      clock,
      random: seededRandom(1),
      accountId: '123456789012',
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: () => undefined,
    },
    {
      environments: () => ({
        invoke: async (event) => {
          seen.push(event as Event);
          return { kind: 'ok', payload: JSON.stringify(answer(event as Event) ?? null) };
        },
        stop: () => undefined,
      }),
    },
  );
  sqs = new SQSClient({ ...clientOptions(new SqsService(cloud.sqs)), endpoint: 'http://127.0.0.1:4566' });
  dynamodb = new DynamoDBClient(clientOptions(new DynamoDbService(cloud.dynamodb)));
  addFunction(cloud.lambda, {
    functionName: 'f',
    codePath: '/code',
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    role: 'arn:aws:iam::123456789012:root',
  });
});

const arn = (name: string): string => `arn:aws:sqs:us-east-1:123456789012:${name}`;

async function queue(name: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return QueueUrl!;
}

describe('the SQS engine as a source', () => {
  test('a record has exactly the shape of AWS', async () => {
    const QueueUrl = await queue('orders.fifo', { FifoQueue: 'true' });
    addMapping(cloud.lambda, { FunctionName: 'f', EventSourceArn: arn('orders.fifo') }, true);
    const { MessageId, SequenceNumber } = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'hello',
        MessageGroupId: 'g',
        MessageDeduplicationId: 'd',
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'order' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') },
        },
      }),
    );
    await clock.advance(0);
    const now = String(clock.now());
    expect(seen[0]!.Records).toEqual([
      {
        messageId: MessageId,
        receiptHandle: expect.any(String),
        body: 'hello',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: now,
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: now,
          MessageGroupId: 'g',
          MessageDeduplicationId: 'd',
          SequenceNumber,
        },
        messageAttributes: {
          kind: { stringValue: 'order', stringListValues: [], binaryListValues: [], dataType: 'String' },
          raw: { binaryValue: 'Ynl0ZXM=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
        },
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        eventSource: 'aws:sqs',
        eventSourceARN: arn('orders.fifo'),
        awsRegion: 'us-east-1',
      },
    ]);
  });

  test('a message that keeps failing moves to the dead-letter queue after maxReceiveCount receives', async () => {
    const dead = await queue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn('dead'), maxReceiveCount: 3 });
    const QueueUrl = await queue('orders', { RedrivePolicy, VisibilityTimeout: '30' });
    answer = ({ Records }) => ({ batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })) });
    addMapping(
      cloud.lambda,
      { FunctionName: 'f', EventSourceArn: arn('orders'), FunctionResponseTypes: ['ReportBatchItemFailures'] },
      true,
    );
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bad' }));
    await clock.advance(120_000);
    expect(seen).toHaveLength(3);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '1' });
  });

  test('a delayed message arrives when its delay is over', async () => {
    const QueueUrl = await queue('orders');
    addMapping(cloud.lambda, { FunctionName: 'f', EventSourceArn: arn('orders') }, true);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 10 }));
    await clock.advance(9999);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toHaveLength(1);
  });

  test('three hundred messages are processed once each', async () => {
    const QueueUrl = await queue('orders');
    for (let batch = 0; batch < 30; batch++) {
      const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: String(i), MessageBody: `${batch}-${i}` }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    addMapping(
      cloud.lambda,
      { FunctionName: 'f', EventSourceArn: arn('orders'), BatchSize: 100, MaximumBatchingWindowInSeconds: 1 },
      true,
    );
    await clock.advance(5000);
    const bodies = seen.flatMap(({ Records }) => Records.map(({ body }) => body));
    expect(new Set(bodies).size).toBe(300);
    expect([bodies.length, seen.length]).toEqual([300, 3]);
  });
});

describe('a DynamoDB stream as a source', () => {
  async function table(): Promise<string> {
    const { TableDescription } = await dynamodb.send(
      new CreateTableCommand({
        TableName: 'outbox',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      }),
    );
    return TableDescription!.LatestStreamArn!;
  }

  test('inserts reach the function in the shape of AWS, and INSERT-only filters hold', async () => {
    const streamArn = await table();
    const FilterCriteria = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] };
    addMapping(
      cloud.lambda,
      { FunctionName: 'f', EventSourceArn: streamArn, StartingPosition: 'TRIM_HORIZON', FilterCriteria },
      true,
    );
    const put = (n: string) =>
      dynamodb.send(new PutItemCommand({ TableName: 'outbox', Item: { id: { S: 'a' }, n: { N: n } } }));
    await put('1');
    await put('2');
    await clock.advance(0);
    expect(seen.flatMap(({ Records }) => Records)).toEqual([
      {
        eventID: expect.any(String),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(clock.now() / 1000),
          Keys: { id: { S: 'a' } },
          NewImage: { id: { S: 'a' }, n: { N: '1' } },
          SequenceNumber: expect.any(String),
          SizeBytes: expect.any(Number),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: streamArn,
      },
    ]);
  });

  test('LATEST sees what comes after the mapping, also on a stream that was empty', async () => {
    const streamArn = await table();
    addMapping(cloud.lambda, { FunctionName: 'f', EventSourceArn: streamArn, StartingPosition: 'LATEST' }, true);
    await dynamodb.send(new PutItemCommand({ TableName: 'outbox', Item: { id: { S: 'a' } } }));
    await clock.advance(0);
    expect(seen).toHaveLength(1);
  });
});
