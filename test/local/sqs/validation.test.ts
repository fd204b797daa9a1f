import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { account, failure } from './fixture.ts';

const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });
const text = (value: string) => ({ DataType: 'String', StringValue: value });

describe('SendMessage refuses', () => {
  const cases: readonly (readonly [string, Partial<SendMessageCommandInput>, string, RegExp])[] = [
    ['an empty body', { MessageBody: '' }, 'MissingParameter', /must contain the parameter MessageBody/],
    ['a NUL', { MessageBody: 'a\u0000b' }, 'InvalidMessageContents', /Invalid characters found/],
    ['U+FFFE', { MessageBody: '\uFFFE' }, 'InvalidMessageContents', /Invalid characters found/],
    ['a lone surrogate', { MessageBody: '\uD800' }, 'InvalidMessageContents', /Invalid characters found/],
    [
      'a body over 1 MiB',
      { MessageBody: 'x'.repeat(1_048_577) },
      'InvalidParameterValue',
      /shorter than 1048576 bytes/,
    ],
    [
      'a body that fits and attributes that do not',
      { MessageBody: 'x'.repeat(1_048_570), MessageAttributes: { a: text('b') } },
      'InvalidParameterValue',
      /shorter than 1048576 bytes/,
    ],
    ['a delay over 15 minutes', { DelaySeconds: 901 }, 'InvalidParameterValue', /DelaySeconds must be >= 0 and <= 900/],
    [
      'a deduplication id',
      { MessageDeduplicationId: 'x' },
      'InvalidParameterValue',
      /parameter that is not valid for this queue type/,
    ],
    ['a group id with a space', { MessageGroupId: 'a b' }, 'InvalidParameterValue', /alphanumeric and punctuation/],
    [
      'eleven attributes',
      { MessageAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`a${i}`, text('x')])) },
      'InvalidParameterValue',
      /Number of message attributes \[11\] exceeds the allowed maximum \[10\]/,
    ],
    [
      'an empty attribute',
      { MessageAttributes: { a: text('') } },
      'InvalidParameterValue',
      /Message \(user\) attribute 'a' must contain a non-empty value of type 'String'/,
    ],
    [
      'an attribute of an unknown type',
      { MessageAttributes: { a: { DataType: 'Boolean', StringValue: 'true' } } },
      'InvalidParameterValue',
      /supported type prefixes is Binary, Number, and String/,
    ],
    [
      'a number that is none',
      { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } },
      'InvalidParameterValue',
      /Can't cast the value of message \(user\) attribute 'a' to a number/,
    ],
    ['a reserved attribute name', { MessageAttributes: { 'AWS.x': text('x') } }, 'InvalidParameterValue', /reserved/],
    ['a name that ends in a dot', { MessageAttributes: { 'x.': text('x') } }, 'InvalidParameterValue', /ending with/],
    ['a name with two dots', { MessageAttributes: { 'x..y': text('x') } }, 'InvalidParameterValue', /successive/],
    ['a name with a space', { MessageAttributes: { 'x y': text('x') } }, 'InvalidParameterValue', /#x20/],
  ];
  test.each(cases)('%s', async (_title, input, code, message) => {
    const { create, send, attributes } = account();
    const url = await create('q');
    const error = await failure(send(url, 'body', input));
    expect(error.Code).toBe(code);
    expect(error.message).toMatch(message);
    expect((await attributes(url))['ApproximateNumberOfMessages']).toBe('0');
  });

  test('a message of a FIFO queue without group, without deduplication id, or with a delay', async () => {
    const { create, send } = account();
    const url = await create('q.fifo');
    const ids = { MessageGroupId: 'A', MessageDeduplicationId: '1' };
    expect(await failure(send(url, 'x'))).toMatchObject({
      Code: 'MissingParameter',
      message: 'The request must contain the parameter MessageGroupId.',
    });
    expect((await failure(send(url, 'x', { MessageGroupId: 'A' }))).message).toBe(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
    expect((await failure(send(url, 'x', { ...ids, DelaySeconds: 2 }))).message).toBe(
      'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    );
  });
});

test('a body of exactly 1 MiB and every allowed character arrives as it was sent', async () => {
  const { create, send, receive } = account();
  const url = await create('q');
  const body = `\t\n\r \u{1F600}\uFFFD\u202E${'x'.repeat(1_048_576 - 14)}`;
  expect(Buffer.byteLength(body)).toBe(1_048_576);
  await send(url, body);
  expect((await receive(url))[0]?.Body).toBe(body);
});

test('message, attribute and system attribute digests satisfy the SDK', async () => {
  const { create, send, receive } = account();
  const url = await create('q');
  const sent = await send(url, 'x', {
    MessageAttributes: { b: { DataType: 'Binary.png', BinaryValue: new Uint8Array([1]) }, a: text('y') },
    MessageSystemAttributes: { AWSTraceHeader: text('Root=1-5759e988-bd862e3fe1be46a994272793') },
  });
  expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
  const [message] = await receive(url, { MessageAttributeNames: ['All'] });
  expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
  expect(message?.Attributes?.AWSTraceHeader).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
});

test('a receive returns the attributes it names: by name, by prefix, or all', async () => {
  const { create, send, receive } = account();
  const url = await create('q');
  await send(url, 'x', { MessageAttributes: { 'bar.a': text('1'), 'bar.b': text('2'), foo: text('3') } });
  const named = async (MessageAttributeNames: string[]) =>
    Object.keys((await receive(url, { MessageAttributeNames, VisibilityTimeout: 0 }))[0]?.MessageAttributes ?? {});
  expect(await named([])).toEqual([]);
  expect(await named(['foo', 'none'])).toEqual(['foo']);
  expect(await named(['bar.*'])).toEqual(['bar.a', 'bar.b']);
  expect(await named(['.*'])).toEqual(['bar.a', 'bar.b', 'foo']);
});

describe('ReceiveMessage refuses', () => {
  test.each([
    [
      { MaxNumberOfMessages: 11 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { MaxNumberOfMessages: 0 },
      'Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { WaitTimeSeconds: 21 },
      'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    ],
    [
      { ReceiveRequestAttemptId: 'x' },
      'Value x for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter that is not valid for this queue type.',
    ],
  ])('%j', async (input, message) => {
    const { create, receive } = account();
    expect(await failure(receive(await create('q'), input))).toMatchObject({ Code: 'InvalidParameterValue', message });
  });
});

describe('a batch', () => {
  test.each([
    ['EmptyBatchRequest', []],
    ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, i) => entry(String(i)))],
    ['BatchEntryIdsNotDistinct', [entry('a'), entry('a')]],
    ['InvalidBatchEntryId', [entry('a:b')]],
    ['InvalidBatchEntryId', [entry('')]],
    ['InvalidBatchEntryId', [entry('a'.repeat(81))]],
    ['BatchRequestTooLong', [entry('a', 'x'.repeat(600_000)), entry('b', 'x'.repeat(600_000))]],
  ])('is refused as a whole: %s', async (name, Entries) => {
    const { client, create, attributes } = account();
    const QueueUrl = await create('q');
    const error = await failure(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    expect(error).toMatchObject({ name, Code: `AWS.SimpleQueueService.${name}` });
    expect((await attributes(QueueUrl))['ApproximateNumberOfMessages']).toBe('0');
  });

  test('tells of each entry whether it was taken', async () => {
    const { client, create } = account();
    const QueueUrl = await create('q');
    const Entries = [entry('good'), { ...entry('late'), DelaySeconds: 901 }, entry('odd', '\u0001')];
    const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([
      { Id: 'late', SenderFault: true, Code: 'InvalidParameterValue' },
      { Id: 'odd', SenderFault: true, Code: 'InvalidMessageContents' },
    ]);
  });

  test('deletes and changes visibility entry by entry', async () => {
    const { client, create, send, receive } = account();
    const QueueUrl = await create('q');
    await send(QueueUrl, 'a');
    const [{ ReceiptHandle } = {}] = await receive(QueueUrl);
    const changed = await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [
          { Id: '1', ReceiptHandle: ReceiptHandle!, VisibilityTimeout: 5 },
          { Id: '2', ReceiptHandle: ReceiptHandle!, VisibilityTimeout: 43_201 },
        ],
      }),
    );
    expect(changed).toMatchObject({ Successful: [{ Id: '1' }], Failed: [{ Id: '2', Code: 'InvalidParameterValue' }] });
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: '1', ReceiptHandle: ReceiptHandle! },
          { Id: '2', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted).toMatchObject({ Successful: [{ Id: '1' }], Failed: [{ Id: '2', Code: 'ReceiptHandleIsInvalid' }] });
  });
});

describe('queue attributes', () => {
  test.each([
    ['VisibilityTimeout', '43201'],
    ['DelaySeconds', '901'],
    ['MaximumMessageSize', '1023'],
    ['MaximumMessageSize', '1048577'],
    ['MessageRetentionPeriod', '59'],
    ['ReceiveMessageWaitTimeSeconds', '21'],
    ['VisibilityTimeout', 'soon'],
    ['Policy', 'not json'],
  ])('%s refuses %s', async (name, value) => {
    const { client } = account();
    const input = { QueueName: 'q', Attributes: { [name]: value } };
    expect(await failure(client.send(new CreateQueueCommand(input)))).toMatchObject({ name: 'InvalidAttributeValue' });
  });

  test.each<Record<string, string>>([{ Nonsense: '1' }, { QueueArn: 'x' }, { ContentBasedDeduplication: 'true' }])(
    'a standard queue knows no %j',
    async (attributes) => {
      const { create } = account();
      expect(await failure(create('q', attributes))).toMatchObject({
        name: 'InvalidAttributeName',
        message: `Unknown Attribute ${Object.keys(attributes)[0]}.`,
      });
    },
  );

  test('throughput per group needs deduplication per group', async () => {
    const { create } = account();
    const error = await failure(create('q.fifo', { FifoThroughputLimit: 'perMessageGroupId' }));
    expect(error.name).toBe('InvalidAttributeValue');
    const both = { FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' };
    await expect(create('q.fifo', both)).resolves.toContain('q.fifo');
  });

  test('a queue is encrypted in one way only', async () => {
    const { create, set, attributes } = account();
    const url = await create('q');
    const error = await failure(set(url, { KmsMasterKeyId: 'key', SqsManagedSseEnabled: 'true' }));
    expect(error.message).toContain('You can use one type of server-side encryption (SSE) at one time.');
    await set(url, { KmsMasterKeyId: 'key' });
    expect(await attributes(url)).toMatchObject({
      KmsMasterKeyId: 'key',
      KmsDataKeyReusePeriodSeconds: '300',
      SqsManagedSseEnabled: 'false',
    });
  });

  test("a queue's type cannot be changed", async () => {
    const { create, set } = account();
    const [standard, fifo] = [await create('q'), await create('q.fifo')];
    expect((await failure(set(standard, { FifoQueue: 'true' }))).message).toBe('Unknown Attribute FifoQueue.');
    expect((await failure(set(fifo, { FifoQueue: 'false' }))).message).toBe(
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
  });
});
