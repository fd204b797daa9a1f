import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { account, bodies, failure, redrive } from './fixture.ts';

describe('dead-lettering', () => {
  test('a message received maxReceiveCount times moves at the next receive, with its id and its history', async () => {
    const { clock, sqs, journal, create, send, receive } = account();
    const dead = await create('dead');
    const url = await create('q', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead'), 2) });
    const { MessageId } = await send(url, 'poison');
    for (let i = 0; i < 2; i++) {
      expect(await receive(url)).toHaveLength(1);
      await clock.advance(1_000);
    }
    expect(sqs.depth(sqs.arnOf('dead'))).toMatchObject({ visible: 0 });
    expect(await receive(url)).toEqual([]);
    expect(journal.at(-1)).toMatchObject({ event: 'dead-lettered', messageId: MessageId, target: sqs.arnOf('dead') });
    const [message] = await receive(dead);
    expect(message).toMatchObject({
      MessageId,
      Body: 'poison',
      Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: sqs.arnOf('q') },
    });
  });

  test('a receive that waits on the dead-letter queue is woken', async () => {
    const { clock, sqs, create, send, receive } = account();
    const dead = await create('dead');
    const url = await create('q', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead'), 1) });
    await send(url, 'poison');
    await receive(url);
    const waiting = receive(dead, { WaitTimeSeconds: 20 });
    await clock.advance(1_000);
    await receive(url);
    expect(bodies(await waiting)).toEqual(['poison']);
  });
});

describe('a redrive policy', () => {
  test.each([
    ['{}', 'Redrive policy does not contain mandatory attribute: maxReceiveCount.'],
    ['{"maxReceiveCount":1}', 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.'],
    ['{"deadLetterTargetArn":"dummy","maxReceiveCount":42}', 'Invalid value for deadLetterTargetArn.'],
    [
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":0}',
      'Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:none","maxReceiveCount":1}',
      'Dead letter target does not exist.',
    ],
    [
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead.fifo","maxReceiveCount":1}',
      'Dead-letter queue must be same type of queue as the source..',
    ],
    [
      '{"deadLetterTargetArn":"arn:aws:sns:us-east-1:123456789012:dead","maxReceiveCount":1}',
      'Only SQS queues are valid resources for deadLetterTargetArn.',
    ],
    [
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":1,"more":1}',
      'Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].',
    ],
  ])('is refused: %s', async (RedrivePolicy, reason) => {
    const { create } = account();
    await create('dead');
    await create('dead.fifo');
    expect(await failure(create('q', { RedrivePolicy }))).toMatchObject({
      Code: 'InvalidParameterValue',
      message: `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    });
  });

  test('that is no JSON map is an invalid value of its attribute', async () => {
    const { create } = account();
    expect(await failure(create('q', { RedrivePolicy: '[]' }))).toMatchObject({
      name: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.',
    });
  });

  test('needs the leave of its target', async () => {
    const { sqs, create } = account();
    const allowed = JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [sqs.arnOf('friend')] });
    await create('dead', { RedriveAllowPolicy: allowed });
    await expect(create('friend', redrive(sqs.arnOf('dead'), 1))).resolves.toBeDefined();
    expect((await failure(create('stranger', redrive(sqs.arnOf('dead'), 1)))).Code).toBe('InvalidParameterValue');
    await create('closed', { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    expect((await failure(create('other', redrive(sqs.arnOf('closed'), 1)))).Code).toBe('InvalidParameterValue');
  });

  test('is taken away by an empty value', async () => {
    const { sqs, create, set, attributes } = account();
    await create('dead');
    const url = await create('q', redrive(sqs.arnOf('dead'), 1));
    await set(url, { RedrivePolicy: '' });
    expect((await attributes(url))['RedrivePolicy']).toBeUndefined();
  });

  test('an allow policy by queue names its queues', async () => {
    const { create } = account();
    const error = await failure(create('dead', { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' }));
    expect(error.message).toContain('you must also specify one or more sourceQueueArns values');
  });
});

async function deadLetters(count: number) {
  const all = account();
  const { clock, sqs, create, send, receive } = all;
  const dead = await create('dead');
  const source = await create('q', { VisibilityTimeout: '1', ...redrive(sqs.arnOf('dead'), 1) });
  for (let i = 0; i < count; i++) await send(source, String(i));
  for (let i = 0; i < count; i++) await receive(source, { MaxNumberOfMessages: 1 });
  await clock.advance(1_000);
  await receive(source);
  const SourceArn = sqs.arnOf('dead');
  const start = (rest = {}) => all.client.send(new StartMessageMoveTaskCommand({ SourceArn, ...rest }));
  const list = async () =>
    (await all.client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results;
  return { ...all, dead, source, SourceArn, start, list };
}

describe('a message move task', () => {
  test('returns messages to where they came from, as new ones', async () => {
    const { clock, sqs, source, start, list, receive } = await deadLetters(3);
    const before = sqs.browse(sqs.arnOf('dead')).map((message) => message.messageId);
    await start();
    await clock.advance(1_000);
    expect(await list()).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3, ApproximateNumberOfMessagesToMove: 3 },
    ]);
    const messages = await receive(source);
    expect(bodies(messages)).toEqual(['0', '1', '2']);
    expect(messages[0]?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(before).not.toContain(messages[0]?.MessageId);
  });

  test('goes to another queue, at the rate asked for, until it is cancelled', async () => {
    const { clock, client, sqs, create, start, list } = await deadLetters(5);
    await create('other');
    const { TaskHandle } = await start({ DestinationArn: sqs.arnOf('other'), MaxNumberOfMessagesPerSecond: 1 });
    await clock.advance(2_000);
    expect(await list()).toMatchObject([{ Status: 'RUNNING', TaskHandle, ApproximateNumberOfMessagesMoved: 2 }]);
    const cancelled = await client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
    await clock.advance(10_000);
    expect(await list()).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 }]);
    expect(sqs.depth(sqs.arnOf('other'))).toMatchObject({ visible: 2, counters: { movedIn: 2 } });
    expect(sqs.depth(sqs.arnOf('dead'))).toMatchObject({ visible: 3, counters: { moved: 2 } });
  });

  test('runs alone on its queue', async () => {
    const { start } = await deadLetters(1);
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    expect((await failure(start())).message).toBe(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  });

  test('needs a dead-letter queue as its source', async () => {
    const { client, sqs, create } = account();
    await create('plain');
    const start = (SourceArn: string) => client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    expect((await failure(start(sqs.arnOf('plain')))).message).toBe(
      'Source queue must be configured as a Dead Letter Queue.',
    );
    expect(await failure(start(sqs.arnOf('none')))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test.each([
    [
      { SourceArn: 'dead' },
      'You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>',
    ],
    [
      { DestinationArn: 'other' },
      'You must use this format to specify the DestinationArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>',
    ],
    [
      { DestinationArn: 'arn:aws:sqs:us-east-1:123456789012:none' },
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
    ],
    [
      { DestinationArn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
      'Source queue arn and destination queue arn cannot be the same.',
    ],
    [
      { MaxNumberOfMessagesPerSecond: 501 },
      "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and 500.",
    ],
  ])('is refused for %j', async (input, message) => {
    const { start } = await deadLetters(0);
    expect((await failure(start(input))).message).toBe(message);
  });

  test('fails on a message that came from no queue', async () => {
    const { clock, dead, start, list, send } = await deadLetters(0);
    await send(dead, 'sent by hand');
    await start();
    await clock.advance(1_000);
    expect(await list()).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
  });

  test('fails when its destination is gone', async () => {
    const { clock, sqs, create, start, list } = await deadLetters(2);
    await create('other');
    await start({ DestinationArn: sqs.arnOf('other'), MaxNumberOfMessagesPerSecond: 1 });
    sqs.removeQueue(sqs.queueByName('other')!);
    await clock.advance(1_000);
    expect(await list()).toMatchObject([
      { Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue' },
    ]);
  });

  test('is not cancelled by a handle of nothing', async () => {
    const { client } = account();
    const cancel = (TaskHandle: string) => client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect((await failure(cancel('nonsense'))).message).toBe('Value for parameter TaskHandle is invalid.');
  });
});
