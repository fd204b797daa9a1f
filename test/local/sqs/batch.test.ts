import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { account, failure } from './fixture.ts';

const entry = (Id: string, MessageBody = 'x') => ({ Id, MessageBody });

describe('a batch', () => {
  test('names only what there is: no list of failures without one, none of successes without one', async () => {
    const { client, create } = account();
    const QueueUrl = await create('q');
    const good = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry('a')] }));
    expect(good.Failed).toBeUndefined();
    const bad = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry('a', '\u0001')] }));
    expect(bad.Successful).toBeUndefined();
  });

  test('names the entry that lacks its id or its body', async () => {
    const { client, create } = account();
    const QueueUrl = await create('q');
    const nameless = [entry('a'), { MessageBody: 'x' } as ReturnType<typeof entry>];
    expect((await failure(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: nameless })))).message).toBe(
      'The request must contain the parameter SendMessageBatchRequestEntry.2.Id.',
    );
    const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry('a', '')] }));
    expect(Failed).toMatchObject([
      {
        Code: 'MissingParameter',
        Message: 'The request must contain the parameter SendMessageBatchRequestEntry.1.MessageBody.',
      },
    ]);
  });

  test('words the fault of an entry shorter than that of a request', async () => {
    const { client, create } = account();
    const QueueUrl = await create('q', { MaximumMessageSize: '1024' });
    const Entries = [{ ...entry('a'), MessageDeduplicationId: 'x' }, entry('b', 'x'.repeat(1025))];
    const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Failed?.map(({ Message }) => Message)).toEqual([
      'The request include parameter that is not valid for this queue type',
      'One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.',
    ]);
  });

  test('of a FIFO queue is refused whole for one bad entry', async () => {
    const { client, create, attributes } = account();
    const QueueUrl = await create('q.fifo');
    const ids = { MessageGroupId: 'A', MessageDeduplicationId: '1' };
    const cases = [
      [{ ...entry('b'), ...ids, DelaySeconds: 3 }, /not valid for this queue type/],
      [{ ...entry('b'), MessageDeduplicationId: '2' }, /must contain the parameter MessageGroupId/],
      [{ ...entry('b', ''), ...ids }, /SendMessageBatchRequestEntry.2.MessageBody/],
    ] as const;
    for (const [bad, message] of cases) {
      const Entries = [{ ...entry('a'), ...ids }, bad];
      const error = await failure(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
      expect(error).toMatchObject({ Code: 'InvalidParameterValue', message: expect.stringMatching(message) as string });
    }
    expect((await attributes(QueueUrl))['ApproximateNumberOfMessages']).toBe('0');
  });

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
    const Message =
      'Value 43201 for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.';
    expect(changed).toMatchObject({
      Successful: [{ Id: '1' }],
      Failed: [{ Id: '2', Code: 'InvalidParameterValue', Message }],
    });
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
