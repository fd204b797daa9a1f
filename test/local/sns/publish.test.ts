import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { queueArn, Scene } from './scene.ts';

async function topic(Attributes: Record<string, string> = {}) {
  const scene = new Scene();
  const client = scene.client();
  const fifo = Attributes['FifoTopic'] === 'true';
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: fifo ? 'events.fifo' : 'events', Attributes }));
  const Endpoint = queueArn(fifo ? 'orders.fifo' : 'orders');
  await client.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { RawMessageDelivery: 'true' } }),
  );
  const publish = (input: Partial<PublishCommandInput>) =>
    client.send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));
  return { scene, client, TopicArn, publish, texts: () => scene.arrivals.map(({ body }) => body) };
}

const string = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('what Publish refuses', () => {
  test.each<[Partial<PublishCommandInput>, string, string]>([
    [{ Message: '' }, 'InvalidParameterException', 'Invalid parameter: Empty message'],
    [{ Subject: '' }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [{ Subject: 'two\nlines' }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [{ Subject: 'x'.repeat(101) }, 'InvalidParameterException', 'Invalid parameter: Subject'],
    [{ Message: 'x'.repeat(262_145) }, 'InvalidParameterException', 'Invalid parameter: Message too long'],
    [
      { Message: 'x'.repeat(262_144), MessageAttributes: { a: string('b') } },
      'InvalidParameterException',
      'Invalid parameter: Message too long',
    ],
    [
      { MessageStructure: 'json', Message: '{' },
      'InvalidParameterException',
      'Invalid parameter: Message Structure - JSON message body failed to parse',
    ],
    [
      { MessageStructure: 'json', Message: '{"default":1}' },
      'InvalidParameterException',
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    ],
    [
      { MessageDeduplicationId: 'd' },
      'InvalidParameterException',
      'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    ],
    [
      { MessageAttributes: { a: string('') } },
      'InvalidParameterValueException',
      "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      { MessageAttributes: { a: { DataType: 'String', BinaryValue: new Uint8Array([1]) } } },
      'InvalidParameterValueException',
      "The message attribute 'a' with type 'String' must use field 'String'.",
    ],
    [
      { MessageAttributes: { a: { DataType: 'Wrong', StringValue: 'x' } } },
      'InvalidParameterValueException',
      "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [
      { MessageAttributes: { 'a^': string('x') } },
      'InvalidParameterValueException',
      "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.",
    ],
    [
      { MessageAttributes: { 'a..b': string('x') } },
      'InvalidParameterValueException',
      "Message attribute name can not have successive '.' character.",
    ],
    [
      { MessageAttributes: { a: { DataType: undefined, StringValue: 'x' } } },
      'ValidationError',
      "1 validation error detected: Value null at 'messageAttributes.a.member.dataType' failed to satisfy constraint: Member must not be null",
    ],
    [{ TopicArn: 'arn:aws:sns:us-east-1:123456789012:none' }, 'NotFoundException', 'Topic does not exist'],
    [
      { TopicArn: undefined, PhoneNumber: 'one' },
      'InvalidParameterException',
      'Invalid parameter: PhoneNumber Reason: one is not valid to publish to',
    ],
  ])('%#: %j', async (input, name, message) => {
    const { publish } = await topic();
    await expect(publish(input)).rejects.toMatchObject({ name, message });
  });

  test('a text message is taken and ends in the journal', async () => {
    const { publish, scene } = await topic();
    const { MessageId } = await publish({ TopicArn: undefined, PhoneNumber: '+15555550100', Message: 'hi' });
    expect(scene.events('text-message')).toMatchObject([
      { resource: '+15555550100', body: 'hi', messageId: MessageId },
    ]);
  });

  test('a FIFO topic needs a group, and a deduplication id unless it goes by content', async () => {
    const { publish } = await topic({ FifoTopic: 'true' });
    await expect(publish({ MessageDeduplicationId: 'd' })).rejects.toThrow(
      'Invalid parameter: The MessageGroupId parameter is required for FIFO topics',
    );
    await expect(publish({ MessageGroupId: 'g' })).rejects.toThrow(
      'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  });
});

describe('Publish', () => {
  test('the topic may be named as the target', async () => {
    const { scene, publish, TopicArn, texts } = await topic();
    await publish({ TopicArn: undefined, TargetArn: TopicArn });
    await scene.settle();
    expect(texts()).toEqual(['hello']);
  });

  test('MaximumMessageSize raises the limit to 1 MiB', async () => {
    const { client, publish, TopicArn } = await topic();
    const large = { Message: 'x'.repeat(1_048_576) };
    await client.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'MaximumMessageSize', AttributeValue: '1048576' }),
    );
    await expect(publish(large)).resolves.toHaveProperty('MessageId');
    await expect(publish({ Message: `${large.Message}x` })).rejects.toThrow('Message too long');
  });

  test('with MessageStructure json each protocol gets its own text, else the default', async () => {
    const { scene, publish, texts } = await topic();
    await publish({ MessageStructure: 'json', Message: '{"default":"d","sqs":"for queues"}' });
    await publish({ MessageStructure: 'json', Message: '{"default":"d","lambda":"for functions"}' });
    await scene.settle();
    expect(texts()).toEqual(['for queues', 'd']);
  });

  test('messages and bytes are counted in UTF-8', async () => {
    const { publish } = await topic();
    await expect(publish({ Message: 'é'.repeat(131_073) })).rejects.toThrow('Message too long');
    await expect(publish({ Message: 'é'.repeat(131_072) })).resolves.toHaveProperty('MessageId');
  });

  test('what is published reaches the journal in full', async () => {
    const { scene, publish, TopicArn } = await topic();
    const { MessageId } = await publish({ Message: 'hello', MessageGroupId: 'g' });
    expect(scene.events('published')).toMatchObject([
      { service: 'sns', resource: TopicArn, messageId: MessageId, body: 'hello', size: 5, subscriptions: 1 },
    ]);
  });
});

describe('deduplication', () => {
  const content = { FifoTopic: 'true', ContentBasedDeduplication: 'true' };

  test('a repeated id within five minutes is answered alike and delivered once', async () => {
    const { scene, publish, texts } = await topic({ FifoTopic: 'true' });
    const first = await publish({ MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await scene.clock.advance(299_999);
    const second = await publish({ Message: 'other', MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await scene.settle();
    expect([second.MessageId, second.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
    expect(texts()).toEqual(['hello']);
  });

  test('after five minutes the id is free', async () => {
    const { scene, publish, texts } = await topic({ FifoTopic: 'true' });
    await publish({ MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await scene.clock.advance(300_000);
    await publish({ MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await scene.settle();
    expect(texts()).toHaveLength(2);
  });

  test('by content, equal text is a duplicate whatever its attributes', async () => {
    const { scene, publish, texts } = await topic(content);
    await publish({ MessageGroupId: 'g' });
    await publish({ MessageGroupId: 'h', MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } } });
    await scene.settle();
    expect(texts()).toEqual(['hello']);
    expect(scene.arrivals[0]!.messageDeduplicationId).toBe(
      '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    );
  });

  test('with FifoThroughputScope MessageGroup each group deduplicates for itself', async () => {
    const { scene, publish, texts } = await topic({ ...content, FifoThroughputScope: 'MessageGroup' });
    await publish({ MessageGroupId: 'g' });
    await publish({ MessageGroupId: 'h' });
    await publish({ MessageGroupId: 'h' });
    await scene.settle();
    expect(texts()).toHaveLength(2);
  });

  test('sequence numbers rise', async () => {
    const { publish } = await topic(content);
    const numbers: string[] = [];
    for (let index = 0; index < 12; index++) {
      numbers.push((await publish({ Message: `m${index}`, MessageGroupId: 'g' })).SequenceNumber!);
    }
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(12);
  });
});

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, Message: `m${index}` }));

describe('PublishBatch', () => {
  test('takes ten messages in order', async () => {
    const { scene, client, TopicArn, texts } = await topic();
    const { Successful, Failed } = await client.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries(10) }),
    );
    await scene.settle();
    expect(Successful!.map(({ Id }) => Id)).toEqual(entries(10).map(({ Id }) => Id));
    expect(Failed).toEqual([]);
    expect(texts()).toEqual(entries(10).map(({ Message }) => Message));
  });

  test('an entry with a bad subject fails alone', async () => {
    const { client, TopicArn } = await topic();
    const [first, second] = entries(2);
    const answer = await client.send(
      new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [{ ...first!, Subject: 'a\nb' }, second!] }),
    );
    expect(answer.Successful).toMatchObject([{ Id: 'e1' }]);
    expect(answer.Failed).toEqual([
      { Id: 'e0', Code: 'InvalidParameter', Message: 'Invalid parameter: Subject', SenderFault: true },
    ]);
  });

  test.each<[string, { Id: string; Message: string }[], string]>([
    ['none', [], 'EmptyBatchRequestException'],
    ['eleven', entries(11), 'TooManyEntriesInBatchRequestException'],
    ['the same id twice', [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinctException'],
    ['a bad id', [{ Id: 'a b', Message: 'm' }], 'InvalidBatchEntryIdException'],
    [
      'too many bytes',
      entries(2).map((entry) => ({ ...entry, Message: 'x'.repeat(131_073) })),
      'BatchRequestTooLongException',
    ],
  ])('%s is refused', async (_title, PublishBatchRequestEntries, name) => {
    const { client, TopicArn } = await topic();
    await expect(client.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }))).rejects.toMatchObject({
      name,
    });
  });

  test('one entry without its group refuses a whole FIFO batch', async () => {
    const { scene, client, TopicArn } = await topic({ FifoTopic: 'true', ContentBasedDeduplication: 'true' });
    const [first, second] = entries(2);
    await expect(
      client.send(
        new PublishBatchCommand({
          TopicArn,
          PublishBatchRequestEntries: [{ ...first!, MessageGroupId: 'g' }, second!],
        }),
      ),
    ).rejects.toThrow('The MessageGroupId parameter is required for FIFO topics');
    await scene.settle();
    expect(scene.arrivals).toEqual([]);
  });
});
