import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { account, failure } from './fixture.ts';

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
      /only the following supported type prefixes: Binary, Number, String/,
    ],
    [
      'a number that is none',
      { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } },
      'InvalidParameterValue',
      /Can't cast the value of message \(user\) attribute 'a' to a number/,
    ],
    [
      'an attribute without a value',
      { MessageAttributes: { a: { DataType: 'String' } } },
      'InvalidParameterValue',
      /The message \(user\) attribute 'a' must contain a non-empty message attribute value/,
    ],
    [
      'an attribute name of more than 256 bytes',
      { MessageAttributes: { ['a'.repeat(257)]: text('x') } },
      'InvalidParameterValue',
      /attribute name must be shorter than 256 bytes/,
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

test('letters of any script name an attribute', async () => {
  const { create, send, receive } = account();
  const url = await create('q');
  await send(url, 'x', { MessageAttributes: { 'attr.1øßä': text('y') } });
  expect((await receive(url, { MessageAttributeNames: ['All'] }))[0]?.MessageAttributes).toHaveProperty(['attr.1øßä']);
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
  for (const all of ['All', '.*', '*']) expect(await named([all])).toEqual(['bar.a', 'bar.b', 'foo']);
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
      { VisibilityTimeout: 43_201 },
      'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.',
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
