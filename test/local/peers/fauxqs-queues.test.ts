import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
  type Message,
  type ReceiveMessageCommandInput,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, outcome, queueArn, type Both, type Side } from './both.ts';

let sides: Both;
beforeAll(async () => {
  sides = await both();
});
afterAll(() => sides.stop());

/** A new queue on one side, with the everyday calls. */
async function queue({ sqs }: Side, name: string, attributes: Record<string, string> = {}) {
  const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { ...fifo, ...attributes } }),
  );
  const seen: Message[] = [];
  const receive = async (input: Partial<ReceiveMessageCommandInput> = {}) => {
    const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...input }));
    seen.push(...(answer.Messages ?? []));
    return answer;
  };
  return {
    url: QueueUrl!,
    seen,
    send: (input: Partial<SendMessageCommandInput>) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', ...input })),
    receive,
    attributesOf: async (MessageAttributeNames: string[]) =>
      (await receive({ MessageAttributeNames })).Messages!.map(({ MessageAttributes }) => MessageAttributes),
    remove: (index: number) =>
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: seen[index]!.ReceiptHandle! })),
    hide: (index: number, VisibilityTimeout: number) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: seen[index]!.ReceiptHandle!,
          VisibilityTimeout,
        }),
      ),
    depth: () =>
      sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'ApproximateNumberOfMessagesDelayed',
          ],
        }),
      ),
  };
}

type Queue = Awaited<ReturnType<typeof queue>>;
type Step = (queue: Queue, side: Side) => Promise<unknown>;

const attributes = {
  text: { DataType: 'String', StringValue: 'x' },
  'bar.one': { DataType: 'Number.int', StringValue: '5' },
  bytes: { DataType: 'Binary', BinaryValue: Buffer.from('zz') },
};
const entries = (count: number) => Array.from({ length: count }, (_, i) => ({ Id: `e${i}`, MessageBody: `m${i}` }));
const fifo = (group: string, body: string): Partial<SendMessageCommandInput> => ({
  MessageBody: body,
  MessageGroupId: group,
  MessageDeduplicationId: body,
});

const scripts: readonly [rule: string, name: string, attributes: Record<string, string>, steps: readonly Step[]][] = [
  [
    'bodies and attributes come back with their digests, as far as they were asked for',
    'attributes',
    { VisibilityTimeout: '0' },
    [
      (q) => q.send({ MessageAttributes: attributes }),
      (q) => q.receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['ApproximateReceiveCount'] }),
      (q) => q.attributesOf(['bar.*']),
      (q) => q.attributesOf(['text', 'none']),
    ],
  ],
  [
    'a received message is in flight until it is deleted or shown again',
    'visibility',
    {},
    [
      (q) => q.send({}),
      (q) => q.send({ MessageBody: 'later', DelaySeconds: 900 }),
      (q) => q.receive(),
      (q) => q.receive({ MaxNumberOfMessages: 10 }),
      (q) => q.depth(),
      (q) => q.hide(0, 0),
      (q) => q.receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] }),
      (q) => q.remove(1),
      (q) => q.remove(1),
      (q) => q.depth(),
    ],
  ],
  [
    'batches answer entry by entry',
    'batches',
    {},
    [
      (q, { sqs }) => sqs.send(new SendMessageBatchCommand({ QueueUrl: q.url, Entries: entries(10) })),
      (q) => q.receive({ MaxNumberOfMessages: 10 }),
      (q, { sqs }) =>
        sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl: q.url,
            Entries: q.seen.map(({ ReceiptHandle }, i) => ({ Id: `d${i}`, ReceiptHandle: ReceiptHandle! })),
          }),
        ),
      (q) => q.depth(),
    ],
  ],
  [
    'a FIFO queue keeps the order of a group, locks it, and drops duplicates',
    'order.fifo',
    {},
    [
      (q) => q.send(fifo('A', 'A1')),
      (q) => q.send(fifo('A', 'A2')),
      (q) => q.send(fifo('B', 'B1')),
      (q) => q.send(fifo('A', 'A1')),
      (q) => q.receive({ MessageSystemAttributeNames: ['MessageGroupId', 'MessageDeduplicationId'] }),
      (q) => q.receive(),
      (q) => q.receive(),
      (q) => q.remove(0),
      (q) => q.receive(),
      (q) => q.hide(1, 0),
      (q) => q.receive(),
      (q) => q.depth(),
    ],
  ],
  [
    'what was received too often goes to the dead-letter queue',
    'source',
    { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 }) },
    [
      (q) => q.send({}),
      (q) => q.receive({ VisibilityTimeout: 0 }),
      (q) => q.receive({ VisibilityTimeout: 0 }),
      (q) => q.receive({ VisibilityTimeout: 0 }),
      (q) => q.depth(),
      async (_q, side) => (await queue(side, 'dead')).receive(),
    ],
  ],
  [
    'tags, names and attributes are kept',
    'kept',
    { VisibilityTimeout: '31' },
    [
      (q, { sqs }) => sqs.send(new TagQueueCommand({ QueueUrl: q.url, Tags: { a: '1', b: '2' } })),
      (q, { sqs }) => sqs.send(new UntagQueueCommand({ QueueUrl: q.url, TagKeys: ['a'] })),
      (q, { sqs }) => sqs.send(new ListQueueTagsCommand({ QueueUrl: q.url })),
      (_q, { sqs }) => sqs.send(new GetQueueUrlCommand({ QueueName: 'kept' })),
      (_q, { sqs }) => sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'kep' })),
      (q, { sqs }) => sqs.send(new SetQueueAttributesCommand({ QueueUrl: q.url, Attributes: { DelaySeconds: '7' } })),
      (q, { sqs }) =>
        sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl: q.url,
            AttributeNames: ['VisibilityTimeout', 'DelaySeconds', 'QueueArn', 'MaximumMessageSize'],
          }),
        ),
    ],
  ],
  [
    'refusals have one name and one wording',
    'refused',
    {},
    [
      (_q, { sqs }) => sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' })),
      (_q, { sqs }) => sqs.send(new CreateQueueCommand({ QueueName: 'refused', Attributes: { DelaySeconds: '9' } })),
      (q) => q.send({ MessageBody: '' }),
      (q) => q.send({ MessageBody: 'x'.repeat(1_048_577) }),
      (q) => q.receive({ WaitTimeSeconds: 21 }),
      (q, { sqs }) =>
        sqs.send(new SendMessageBatchCommand({ QueueUrl: q.url, Entries: [{ Id: 'a b', MessageBody: 'x' }] })),
    ],
  ],
];

describe('fauxqs and we agree', () => {
  test.each(scripts)('%s', async (_rule, name, settings, steps) => {
    if (name === 'source') for (const side of [sides.ours, sides.theirs]) await queue(side, 'dead');
    const [mine, peers] = [await queue(sides.ours, name, settings), await queue(sides.theirs, name, settings)];
    for (const step of steps) {
      expect(await outcome(step(mine, sides.ours))).toEqual(await outcome(step(peers, sides.theirs)));
    }
  });

  const command = fc.oneof(
    fc.record({ do: fc.constant('send' as const), group: fc.constantFrom('A', 'B', 'C') }),
    fc.record({ do: fc.constantFrom('receive' as const) }),
    fc.record({ do: fc.constantFrom('remove' as const, 'show' as const), which: fc.nat(9) }),
  );

  test('whatever is done to a FIFO queue, one message at a time', async () => {
    let runs = 0;
    const property = fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
      const name = `any-${runs++}.fifo`;
      const [mine, peers] = [await queue(sides.ours, name), await queue(sides.theirs, name)];
      for (const [index, each] of commands.entries()) {
        const step: Step = async (q) => {
          if (each.do === 'send') return q.send(fifo(each.group, `${each.group}${index}`));
          if (each.do === 'receive') return q.receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
          if (q.seen.length === 0) return null;
          const which = each.which % q.seen.length;
          const settled = await (each.do === 'remove' ? q.remove(which) : q.hide(which, 0));
          q.seen.splice(which, 1);
          return settled;
        };
        expect(await outcome(step(mine, sides.ours))).toEqual(await outcome(step(peers, sides.theirs)));
      }
      expect(await outcome(mine.depth())).toEqual(await outcome(peers.depth()));
    });
    await fc.assert(property, { numRuns: 25, seed: 1 });
  });
});
