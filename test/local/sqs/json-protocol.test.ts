import { expect, test } from 'vitest';
import { account, call } from './fixture.ts';

async function post(service: ReturnType<typeof account>['service'], target: string, body: string) {
  const headers = { 'x-amz-target': `AmazonSQS.${target}`, 'content-type': 'application/x-amz-json-1.0' };
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
  ['{"QueueUrl":"http://x/1/q","MessageBody":5}', 'SerializationException'],
  ['{"QueueUrl":"http://x/1/q","MessageBody":"x","DelaySeconds":"1"}', 'SerializationException'],
  ['{"QueueUrl":"http://x/1/q","MessageBody":"x","MessageAttributes":[]}', 'SerializationException'],
  ['{"MessageBody":"x"}', 'MissingRequiredParameterException'],
])('%s is refused as %s', async (body, code) => {
  const { service, create } = account();
  await create('q');
  const answer = await post(service, 'SendMessage', body);
  expect(answer).toMatchObject({ status: 400, body: { __type: `com.amazonaws.sqs#${code}` } });
});

test('an unknown operation is named as such', async () => {
  const { service } = account();
  expect(await post(service, 'Frobnicate', '{}')).toMatchObject({
    body: { __type: 'com.amazonaws.sqs#UnknownOperationException' },
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
