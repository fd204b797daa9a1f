import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  RemovePermissionCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { account, failure, redrive } from './fixture.ts';

describe('creating', () => {
  test('the same queue twice gives its URL, with other attributes an error', async () => {
    const { create } = account();
    const url = await create('q', { DelaySeconds: '1' });
    expect(await create('q', { DelaySeconds: '1' })).toBe(url);
    expect(await failure(create('q', { DelaySeconds: '2' }))).toMatchObject({
      name: 'QueueNameExists',
      Code: 'QueueAlreadyExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  test('a deleted name is free again after 60 seconds', async () => {
    const { clock, client, create } = account();
    const QueueUrl = await create('q');
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await failure(create('q'))).toMatchObject({ name: 'QueueDeletedRecently' });
    await clock.advance(60_000);
    expect(await create('q')).toBe(QueueUrl);
  });

  test.each(['', 'a b', 'a'.repeat(81), 'a.fifo', 'ä'])('a standard queue is not called %j', async (QueueName) => {
    const { client } = account();
    await expect(client.send(new CreateQueueCommand({ QueueName }))).rejects.toThrow(
      /1 to 80 in length|Must specify a queue name/,
    );
  });

  test('a FIFO queue is called something.fifo', async () => {
    const { client } = account();
    const input = { QueueName: 'q', Attributes: { FifoQueue: 'true' } };
    await expect(client.send(new CreateQueueCommand(input))).rejects.toThrow(/must end with .fifo suffix/);
  });
});

test('a new queue has the documented defaults', async () => {
  const { create, attributes } = account();
  expect(await attributes(await create('q'))).toEqual({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    CreatedTimestamp: '1767225600',
    DelaySeconds: '0',
    LastModifiedTimestamp: '1767225600',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    VisibilityTimeout: '30',
  });
  expect(await attributes(await create('q.fifo'))).toMatchObject({
    FifoQueue: 'true',
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
  });
});

test('an attribute that does not exist cannot be read', async () => {
  const { client, create } = account();
  const input = { QueueUrl: await create('q'), AttributeNames: ['Nonsense' as 'All'] };
  expect(await failure(client.send(new GetQueueAttributesCommand(input)))).toMatchObject({
    name: 'InvalidAttributeName',
    message: 'Unknown Attribute Nonsense.',
  });
});

test('a queue that does not exist is told by the code of the query protocol too', async () => {
  const { receive } = account();
  expect(await failure(receive('http://127.0.0.1:4566/123456789012/none'))).toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
    message: 'The specified queue does not exist.',
  });
});

test.each(['none', 'http://127.0.0.1:4566/'])('%s is no address of a queue', async (address) => {
  const { receive } = account();
  expect(await failure(receive(address))).toMatchObject({
    name: 'InvalidAddress',
    message: `The address ${address} is not valid for this endpoint.`,
    $metadata: { httpStatusCode: 404 },
  });
});

test('a queue is found by its name, and by the last part of any URL', async () => {
  const { client, create, send } = account();
  const QueueUrl = await create('q');
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'q' }))).QueueUrl).toBe(QueueUrl);
  await expect(send('https://sqs.eu-west-1.amazonaws.com/999999999999/q', 'x')).resolves.toBeDefined();
  const foreign = { QueueName: 'q', QueueOwnerAWSAccountId: '999999999999' };
  for (const input of [foreign, { QueueName: 'none' }, { QueueName: 'x/q' }]) {
    expect(await failure(client.send(new GetQueueUrlCommand(input)))).toMatchObject({ name: 'QueueDoesNotExist' });
  }
});

test('queues are listed by prefix and in pages', async () => {
  const { client, create } = account();
  for (const name of ['a3', 'b1', 'a1', 'a2']) await create(name);
  const first = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'a', MaxResults: 2 }));
  expect(first.QueueUrls?.map((url) => url.slice(-2))).toEqual(['a1', 'a2']);
  const rest = { QueueNamePrefix: 'a', MaxResults: 2, NextToken: first.NextToken! };
  const second = await client.send(new ListQueuesCommand(rest));
  expect(second.QueueUrls?.map((url) => url.slice(-2))).toEqual(['a3']);
  expect(second.NextToken).toBeUndefined();
});

test('a dead-letter queue names its sources', async () => {
  const { client, sqs, create } = account();
  const QueueUrl = await create('dead');
  const source = await create('q', redrive(sqs.arnOf('dead'), 3));
  const { queueUrls } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  expect(queueUrls).toEqual([source]);
});

test('tags are added, listed and removed', async () => {
  const { client } = account();
  const created = await client.send(new CreateQueueCommand({ QueueName: 'q', tags: { one: '1' } }));
  const QueueUrl = created.QueueUrl!;
  await client.send(new TagQueueCommand({ QueueUrl, Tags: { two: '2' } }));
  expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ one: '1', two: '2' });
  await client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['one'] }));
  expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ two: '2' });
});

test('tags are refused beyond fifty, and keys that are empty', async () => {
  const { client, create } = account();
  const QueueUrl = await create('q');
  const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, 'x']));
  expect((await failure(client.send(new TagQueueCommand({ QueueUrl, Tags })))).message).toBe(
    'Too many tags added for queue q.',
  );
  for (const TagKeys of [[], ['']]) {
    expect(await failure(client.send(new UntagQueueCommand({ QueueUrl, TagKeys })))).toMatchObject({
      Code: 'InvalidParameterValue',
      message: 'Tag keys must be between 1 and 128 characters in length.',
    });
  }
  expect((await client.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toBeUndefined();
});

test('permissions are statements of the policy, by label', async () => {
  const { client, create, attributes } = account();
  const QueueUrl = await create('q');
  const grant = {
    QueueUrl,
    Label: 'share',
    AWSAccountIds: ['111122223333'],
    Actions: ['SendMessage', 'ReceiveMessage'],
  };
  await client.send(new AddPermissionCommand(grant));
  expect(JSON.parse((await attributes(QueueUrl))['Policy']!)).toEqual({
    Version: '2008-10-17',
    Id: 'arn:aws:sqs:us-east-1:123456789012:q/SQSDefaultPolicy',
    Statement: [
      {
        Sid: 'share',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: ['SQS:SendMessage', 'SQS:ReceiveMessage'],
        Resource: 'arn:aws:sqs:us-east-1:123456789012:q',
      },
    ],
  });
  await expect(client.send(new AddPermissionCommand(grant))).resolves.toBeDefined();
  const other = new AddPermissionCommand({ ...grant, AWSAccountIds: ['444455556666'] });
  expect((await failure(client.send(other))).message).toBe(
    'Value share for parameter Label is invalid. Reason: Already exists.',
  );
  await client.send(new RemovePermissionCommand({ QueueUrl, Label: 'share' }));
  expect((await attributes(QueueUrl))['Policy']).toBeUndefined();
  expect((await failure(client.send(new RemovePermissionCommand({ QueueUrl, Label: 'share' })))).message).toBe(
    "Value share for parameter Label is invalid. Reason: can't find label.",
  );
});

test.each([
  [{ Actions: [] }, 'The request must contain the parameter ActionName.'],
  [{ AWSAccountIds: [] }, 'The request must contain the parameter AWSAccountIds.'],
  [
    { Actions: ['CreateQueue'] },
    'Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.',
  ],
  [
    { Actions: ['SendMessageBatch'] },
    'Value SQS:SendMessageBatch for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions.',
  ],
])('a permission is refused for %j', async (changes, message) => {
  const { client, create } = account();
  const grant = { QueueUrl: await create('q'), Label: 'share', AWSAccountIds: ['111122223333'], Actions: ['*'] };
  expect((await failure(client.send(new AddPermissionCommand({ ...grant, ...changes })))).message).toBe(message);
});

test('attributes of which none is set are left out of the answer', async () => {
  const { client, create } = account();
  const QueueUrl = await create('q');
  expect(
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }))).Attributes,
  ).toBeUndefined();
  expect((await client.send(new GetQueueAttributesCommand({ QueueUrl }))).Attributes).toBeUndefined();
});

test('who may not act on a queue is not told whether it exists', async () => {
  const { receive } = account({
    authorize: ({ action, resource }) => {
      throw new AwsError('AccessDeniedException', `no ${action} on ${resource}`, { status: 403 });
    },
  });
  const error = await failure(receive('http://127.0.0.1:4566/123456789012/none'));
  expect(error.message).toBe('no sqs:ReceiveMessage on arn:aws:sqs:us-east-1:123456789012:none');
});
