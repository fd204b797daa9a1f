import { expect, test } from 'vitest';
import { account, call } from './fixture.ts';

async function post(
  service: ReturnType<typeof account>['service'],
  target: string,
  body: string,
  more: Record<string, string> = {},
) {
  const headers = { 'x-amz-target': `AmazonSQS.${target}`, 'content-type': 'application/x-amz-json-1.0', ...more };
  const request = { method: 'POST', path: '/', query: new URLSearchParams(), headers, body: Buffer.from(body) };
  const answer = await service.handle(request, call);
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body as string) as unknown };
}

test('every error tells its code of the query protocol in a header', async () => {
  const { service } = account();
  const answer = await post(service, 'ReceiveMessage', '{"QueueUrl":"http://x/1/none"}');
  expect(answer).toMatchObject({
    status: 400,
    headers: { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
    body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'The specified queue does not exist.' },
  });
});

test.each([
  ['{', 'SerializationException'],
  ['[]', 'SerializationException'],
  ['{"QueueUrl":"http://x/1/q","MessageBody":{}}', 'SerializationException'],
  ['{"QueueUrl":"http://x/1/q","MessageBody":[]}', 'SerializationException'],
  ['{"QueueUrl":"http://x/1/q","MessageBody":"x","DelaySeconds":"soon"}', 'SerializationException'],
  ['{"QueueUrl":"http://x/1/q","MessageBody":"x","MessageAttributes":[]}', 'SerializationException'],
  ['{"MessageBody":"x"}', 'MissingRequiredParameterException'],
])('%s is refused as %s', async (body, code) => {
  const { service, create } = account();
  await create('q');
  const answer = await post(service, 'SendMessage', body);
  expect(answer).toMatchObject({ status: 400, body: { __type: `com.amazon.coral.service#${code}` } });
});

test('a number is read as text and a text of digits as a number', async () => {
  const { service, sqs, create } = account();
  await create('q');
  const body = '{"QueueUrl":"http://x/1/q","MessageBody":5,"DelaySeconds":"10"}';
  expect(await post(service, 'SendMessage', body)).toMatchObject({ status: 200 });
  expect(sqs.browse(sqs.arnOf('q'))).toMatchObject([{ body: '5', state: 'delayed' }]);
});

test("a request's X-Ray header becomes its message's trace header, without a digest of its own", async () => {
  const { service, create, receive } = account();
  const url = await create('q');
  const trace = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1';
  const sent = await post(service, 'SendMessage', `{"QueueUrl":"${url}","MessageBody":"x"}`, {
    'x-amzn-trace-id': trace,
  });
  expect(sent.body).not.toHaveProperty('MD5OfMessageSystemAttributes');
  expect((await receive(url))[0]?.Attributes?.AWSTraceHeader).toBe(trace);
});

test("a message's own trace header stands before the X-Ray header of its request", async () => {
  const { service, create, receive } = account();
  const url = await create('q');
  const own = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  const MessageSystemAttributes = { AWSTraceHeader: { DataType: 'String', StringValue: own } };
  await post(service, 'SendMessage', JSON.stringify({ QueueUrl: url, MessageBody: 'x', MessageSystemAttributes }), {
    'x-amzn-trace-id': 'Root=1-3152b799-8954dae64eda91bc9a23a7e8',
  });
  expect((await receive(url))[0]?.Attributes?.AWSTraceHeader).toBe(own);
});

test('an unknown operation is named as such', async () => {
  const { service } = account();
  expect(await post(service, 'Frobnicate', '{}')).toMatchObject({
    body: { __type: 'com.amazon.coral.service#UnknownOperationException' },
  });
});

test('a fault of the simulator is a 500 that the journal tells of', async () => {
  const { service, sqs, journal } = account();
  sqs.allQueues = () => {
    throw new Error('boom');
  };
  expect(await post(service, 'ListQueues', '{}')).toMatchObject({ status: 500 });
  expect(journal.at(-1)).toMatchObject({ event: 'fault', resource: 'ListQueues', error: new Error('boom') });
});
