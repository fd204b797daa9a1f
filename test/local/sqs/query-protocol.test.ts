import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { account, call, redrive } from './fixture.ts';

/** One request as an SDK of before 2023 sends it. */
async function query(service: ReturnType<typeof account>['service'], parameters: Record<string, string>, path = '/') {
  const answer = await service.handle(
    {
      method: 'POST',
      path,
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams({ Version: '2012-11-05', ...parameters }).toString()),
    },
    call,
  );
  const text = answer.body as string;
  const xml = new XMLParser({ parseTagValue: false }).parse(text) as Record<string, never>;
  return { status: answer.status, xml, text };
}

const URL = 'http://127.0.0.1:4566/123456789012/q';

test('a queue is created with attributes and tags as numbered pairs', async () => {
  const { service, sqs } = account();
  const created = await query(service, {
    Action: 'CreateQueue',
    QueueName: 'q',
    'Attribute.1.Name': 'DelaySeconds',
    'Attribute.1.Value': '0',
    'Attribute.2.Name': 'VisibilityTimeout',
    'Attribute.2.Value': '7',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'orders',
  });
  expect(created.xml).toMatchObject({ CreateQueueResponse: { CreateQueueResult: { QueueUrl: URL } } });
  expect(sqs.queueByName('q')?.record).toMatchObject({
    tags: { team: 'orders' },
    attributes: { VisibilityTimeout: '7' },
  });
});

test('a message goes and comes with its attributes', async () => {
  const { service, create } = account();
  await create('q');
  const sent = await query(service, {
    Action: 'SendMessage',
    QueueUrl: URL,
    MessageBody: '<a> & "b"',
    DelaySeconds: '0',
    'MessageAttribute.1.Name': 'kind',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'order',
  });
  expect(sent.status).toBe(200);
  const received = await query(
    service,
    { Action: 'ReceiveMessage', MaxNumberOfMessages: '10', 'AttributeName.1': 'All', 'MessageAttributeName.1': 'All' },
    '/123456789012/q',
  );
  expect(received.xml).toMatchObject({
    ReceiveMessageResponse: {
      ReceiveMessageResult: {
        Message: {
          Body: '<a> & "b"',
          MessageAttribute: { Name: 'kind', Value: { DataType: 'String', StringValue: 'order' } },
        },
      },
      ResponseMetadata: { RequestId: call.requestId },
    },
  });
  expect(received.text).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
});

test('a batch answers entry by entry', async () => {
  const { service, create } = account();
  await create('q');
  const { xml } = await query(service, {
    Action: 'SendMessageBatch',
    QueueUrl: URL,
    'SendMessageBatchRequestEntry.1.Id': 'a',
    'SendMessageBatchRequestEntry.1.MessageBody': 'x',
    'SendMessageBatchRequestEntry.2.Id': 'b',
    'SendMessageBatchRequestEntry.2.MessageBody': 'y',
    'SendMessageBatchRequestEntry.2.DelaySeconds': '901',
  });
  expect(xml).toMatchObject({
    SendMessageBatchResponse: {
      SendMessageBatchResult: {
        SendMessageBatchResultEntry: { Id: 'a' },
        BatchResultErrorEntry: { Id: 'b', Code: 'InvalidParameterValue', SenderFault: 'true' },
      },
    },
  });
});

test.each(['SendMessageBatch', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'])(
  '%s without entries is an empty batch, with its parameter empty or left out',
  async (Action) => {
    const { service, create } = account();
    await create('q');
    const message = `There should be at least one ${Action}RequestEntry in the request.`;
    for (const entries of [{}, { [`${Action}RequestEntry`]: '' }]) {
      const { xml } = await query(service, { Action, QueueUrl: URL, ...entries });
      expect(xml).toMatchObject({
        ErrorResponse: { Error: { Code: 'AWS.SimpleQueueService.EmptyBatchRequest', Message: message } },
      });
    }
  },
);

test('a list sent empty names nothing', async () => {
  const { service, create } = account();
  await create('q');
  const { status, text } = await query(service, { Action: 'GetQueueAttributes', QueueUrl: URL, AttributeName: '' });
  expect(status).toBe(200);
  expect(text).toContain('<GetQueueAttributesResult></GetQueueAttributesResult>');
});

test('message move tasks are listed by the name of their shape', async () => {
  const { service, create } = account();
  await create('dead');
  const SourceArn = 'arn:aws:sqs:us-east-1:123456789012:dead';
  await create('q', redrive(SourceArn, 1));
  await query(service, { Action: 'StartMessageMoveTask', SourceArn });
  const { xml } = await query(service, { Action: 'ListMessageMoveTasks', SourceArn });
  expect(xml).toMatchObject({
    ListMessageMoveTasksResponse: {
      ListMessageMoveTasksResult: { ListMessageMoveTasksResultEntry: { SourceArn, Status: 'RUNNING' } },
    },
  });
});

test('an action without a result answers without one', async () => {
  const { service, create } = account();
  await create('q');
  const { text } = await query(service, { Action: 'PurgeQueue', QueueUrl: URL });
  expect(text).not.toContain('PurgeQueueResult');
});

test('an error carries the older code', async () => {
  const { service } = account();
  const { status, xml } = await query(service, { Action: 'PurgeQueue', QueueUrl: URL });
  expect(status).toBe(400);
  expect(xml).toMatchObject({
    ErrorResponse: {
      Error: {
        Type: 'Sender',
        Code: 'AWS.SimpleQueueService.NonExistentQueue',
        Message: 'The specified queue does not exist for this wsdl version.',
      },
    },
  });
});

test('an action that AWS does not have is named as such', async () => {
  const { service } = account();
  const { xml } = await query(service, { Action: 'Frobnicate' });
  expect(xml).toMatchObject({ ErrorResponse: { Error: { Code: 'InvalidAction' } } });
});

test("a queue's URL knows no action of the account", async () => {
  const { service, create } = account();
  await create('q');
  const { status, xml } = await query(service, { Action: 'ListQueues' }, '/123456789012/q');
  expect(status).toBe(400);
  expect(xml).toMatchObject({
    ErrorResponse: {
      Error: { Code: 'InvalidAction', Message: 'The action ListQueues is not valid for this endpoint.' },
    },
  });
});

test('a request without an action is an unknown operation', async () => {
  const { service } = account();
  expect(await query(service, {})).toMatchObject({ status: 404, text: '<UnknownOperationException/>' });
});
