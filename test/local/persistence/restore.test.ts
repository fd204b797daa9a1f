import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { putMetricAlarm } from '../../../local/services/cloudwatch/actions/put-metric-alarm.ts';
import { createTable } from '../../../local/services/dynamodb/actions/create-table.ts';
import { describeTable } from '../../../local/services/dynamodb/actions/describe-table.ts';
import { putItem } from '../../../local/services/dynamodb/actions/put-item.ts';
import { query } from '../../../local/services/dynamodb/actions/query.ts';
import { createQueue } from '../../../local/services/sqs/actions/create-queue.ts';
import { deleteMessage } from '../../../local/services/sqs/actions/delete-message.ts';
import { createTopic } from '../../../local/services/sns/actions/create-topic.ts';
import { publish } from '../../../local/services/sns/actions/publish.ts';
import { subscribe } from '../../../local/services/sns/actions/subscribe.ts';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { call, live, stateOf, temporaryFolder, type Life } from './scene.ts';
import { fillVault, s3ClientOf, vaultOf } from './vault.ts';

const ordersArn = 'arn:aws:sqs:us-east-1:000000000000:orders';
const fifoArn = 'arn:aws:sqs:us-east-1:000000000000:steps.fifo';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** A little of everything, in every state. */
async function fill({ cloud, clock, persistence }: Life): Promise<void> {
  const { sqs, sns, dynamodb, cloudwatch } = cloud;
  createQueue(sqs, { QueueName: 'orders', Attributes: { VisibilityTimeout: '60' }, tags: { team: 'shop' } }, call);
  createQueue(sqs, { QueueName: 'steps.fifo', Attributes: { FifoQueue: 'true' } }, call);
  for (const body of ['deleted', 'in flight', 'visible'])
    sqs.send(
      ordersArn,
      { MessageBody: body, MessageAttributes: { b: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) } } },
      call,
    );
  sqs.send(ordersArn, { MessageBody: 'delayed', DelaySeconds: 300 }, call);
  const [first] = sqs.receive(ordersArn, { most: 2 }, call);
  deleteMessage(sqs, { QueueUrl: sqs.urlOf('orders'), ReceiptHandle: first!.ReceiptHandle }, call);
  for (const id of ['1', '2'])
    sqs.send(fifoArn, { MessageBody: id, MessageGroupId: 'g', MessageDeduplicationId: id }, call);
  sqs.receive(fifoArn, { most: 1 }, call);
  const topic = createTopic(sns, { Name: 'events' }, call).TopicArn!;
  subscribe(sns, { TopicArn: topic, Protocol: 'sqs', Endpoint: ordersArn }, call);
  publish(sns, { TopicArn: topic, Message: 'under way' }, call);
  createTable(
    dynamodb,
    {
      TableName: 'stock',
      AttributeDefinitions: ['sku', 'aisle', 'shelf'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'sku', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'places',
          KeySchema: ['aisle', 'shelf'].map((AttributeName) => ({ AttributeName, KeyType: 'HASH' })),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      WarmThroughput: { ReadUnitsPerSecond: 20_000 },
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    },
    call,
  );
  for (const sku of ['a', 'b'])
    putItem(
      dynamodb,
      { TableName: 'stock', Item: { sku: { S: sku }, aisle: { S: '7' }, shelf: { S: sku }, left: { N: '3' } } },
      call,
    );
  putMetricAlarm(
    cloudwatch,
    {
      AlarmName: 'deep',
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    call,
  );
  cloud.lambda.store.put('checkpoints', 'mapping/shard', '17');
  const s3 = s3ClientOf(cloud);
  await s3.send(new CreateBucketCommand({ Bucket: 'videos' }));
  await s3.send(new PutObjectCommand({ Bucket: 'videos', Key: 'a/b', Body: 'first' }));
  await s3.send(new PutObjectCommand({ Bucket: 'videos', Key: 'a/b', Body: 'second' }));
  await fillVault(cloud);
  await persistence.committed();
  void clock;
}

describe('restoring', () => {
  test('every engine comes back as it was, from the log alone', async () => {
    const before = await live(folder.path);
    await fill(before);
    const after = await live(folder.path);
    expect(stateOf(after.cloud)).toEqual(stateOf(before.cloud));
  });

  test('every engine comes back as it was, from a snapshot and the log after it', async () => {
    const before = await live(folder.path);
    await fill(before);
    const compacting = before.persistence.compact();
    before.cloud.sqs.send(ordersArn, { MessageBody: 'during' }, call);
    await compacting;
    before.cloud.sqs.send(ordersArn, { MessageBody: 'after' }, call);
    await before.persistence.committed();
    const after = await live(folder.path);
    expect(stateOf(after.cloud)).toEqual(stateOf(before.cloud));
    expect(readdirSync(folder.path).filter((name) => /^(log|snapshot)/.test(name))).toEqual([
      'log-000001',
      'snapshot-000001',
    ]);
  });

  test('a crash before the snapshot is in place loses nothing', async () => {
    const before = await live(folder.path);
    await fill(before);
    await before.persistence.compact();
    before.cloud.sqs.send(ordersArn, { MessageBody: 'after' }, call);
    await before.persistence.committed();
    const compacting = before.persistence.compact();
    before.cloud.sqs.send(ordersArn, { MessageBody: 'last' }, call);
    await compacting;
    await before.persistence.committed();
    // As if the second snapshot had never been finished, nor the first one removed.
    const expected = stateOf(before.cloud);
    const after = await live(folder.path);
    expect(stateOf(after.cloud)).toEqual(expected);
  });

  test('a bucket and a table answer with all that they were given', async () => {
    await fill(await live(folder.path));
    const { cloud } = await live(folder.path);
    expect(await vaultOf(cloud)).toEqual({
      website: 'a&b.html',
      minimumSize: 'varies_by_storage_class',
      granted: ['FULL_CONTROL', 'READ'],
      encryption: 'aws:kms',
      lock: ['COMPLIANCE', 'ON'],
      restore: 'ongoing-request="true"',
    });
    const { WarmThroughput } = describeTable(cloud.dynamodb, { TableName: 'stock' }, call).Table;
    expect(WarmThroughput).toMatchObject({ ReadUnitsPerSecond: 20_000 });
    const place = {
      TableName: 'stock',
      IndexName: 'places',
      KeyConditionExpression: 'aisle = :aisle AND shelf = :shelf',
      ExpressionAttributeValues: { ':aisle': { S: '7' }, ':shelf': { S: 'b' } },
    };
    expect(query(cloud.dynamodb, place, call).Items).toMatchObject([{ sku: { S: 'b' } }]);
  });

  test('objects keep their bodies, and bodies that nothing needs are removed', async () => {
    const before = await live(folder.path);
    await fill(before);
    writeFileSync(join(folder.path, 'objects', 'abc123'), 'left by an upload that a crash cut off');
    const { cloud } = await live(folder.path);
    const { Body } = await s3ClientOf(cloud).send(new GetObjectCommand({ Bucket: 'videos', Key: 'a/b' }));
    expect(await Body!.transformToString()).toBe('second');
    // That of `a/b`, and that of the vault's film.
    expect(readdirSync(join(folder.path, 'objects'))).toHaveLength(2);
  });

  test('time goes on from where the last life left it, if that is ahead', async () => {
    const before = await live(folder.path);
    await before.clock.advance(3_600_000);
    await fill(before);
    const { clock } = await live(folder.path);
    expect(clock.now()).toBeGreaterThanOrEqual(before.clock.now());
  });

  test('a new life draws other ids than the one before it', async () => {
    const before = await live(folder.path);
    await fill(before);
    const { cloud } = await live(folder.path);
    cloud.sqs.send(ordersArn, { MessageBody: 'again' }, call);
    const ids = cloud.sqs.browse(ordersArn).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(4);
  });
});

describe('files', () => {
  const log = (): string => join(folder.path, 'log-000000');

  test('a torn last frame is let go, and writing goes on after what was whole', async () => {
    const before = await live(folder.path);
    await fill(before);
    const expected = stateOf(before.cloud);
    before.cloud.sqs.send(ordersArn, { MessageBody: 'torn' }, call);
    await before.persistence.committed();
    writeFileSync(log(), readFileSync(log()).subarray(0, -3));
    const after = await live(folder.path);
    expect(stateOf(after.cloud)).toEqual(expected);
    after.cloud.sqs.send(ordersArn, { MessageBody: 'next' }, call);
    await after.persistence.committed();
    expect(stateOf((await live(folder.path)).cloud)).toEqual(stateOf(after.cloud));
  });

  test('a damaged file is refused in one line that names file and offset', async () => {
    await fill(await live(folder.path));
    const bytes = readFileSync(log());
    bytes[100]! ^= 1;
    writeFileSync(log(), bytes);
    await expect(live(folder.path)).rejects.toThrow(/^.*log-000000 is damaged at byte \d+: .*$/);
  });

  test('a log that ends in the middle although another follows is damaged', async () => {
    await fill(await live(folder.path));
    const bytes = readFileSync(log());
    writeFileSync(join(folder.path, 'log-000001'), bytes);
    writeFileSync(log(), bytes.subarray(0, -3));
    await expect(live(folder.path)).rejects.toThrow(/log-000000 is damaged/);
  });

  test('a folder that holds other things is left alone', async () => {
    await live(folder.path);
    rmSync(join(folder.path, 'version'));
    await expect(live(folder.path)).rejects.toThrow(`Data folder ${folder.path}: it holds other files`);
  });

  test('a folder of another process is refused', async () => {
    await live(folder.path);
    writeFileSync(join(folder.path, 'lock'), String(process.ppid));
    await expect(live(folder.path)).rejects.toThrow(`process ${process.ppid} is using it`);
  });

  test('T06: what cannot be a folder is refused in one line', async () => {
    await live(folder.path);
    const path = join(folder.path, 'version', 'data');
    await expect(live(path)).rejects.toThrow(`Data folder ${path}: it is not a folder (ENOTDIR)`);
  });
});
