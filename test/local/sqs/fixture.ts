import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  type Message,
  type ReceiveMessageCommandInput,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { seededRandom } from '../../../local/clock/random.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { Sqs } from '../../../local/services/sqs/sqs.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';
import { clientOptions, type InProcessOptions } from '../sdk.ts';
import type { Call, JournalEntry } from '../../../local/services/service.ts';

/** An account with queues, its clock, what it reported, and a stock client to it. */
export function account(options: InProcessOptions = {}) {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const sqs = new Sqs({
    clock,
    random: seededRandom(1),
    accountId: '123456789012',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry) => journal.push(entry),
  });
  const service = new SqsService(sqs);
  const client = new SQSClient({ ...clientOptions(service, options), endpoint: 'http://127.0.0.1:4566' });
  return { clock, journal, sqs, service, client, ...shorthand(client) };
}

export const call: Call = {
  caller: { principal: 'arn:aws:iam::123456789012:root' },
  requestId: '00000000-0000-4000-8000-000000000000',
  authorize: () => undefined,
};

/** What a rejected promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<{ name: string; message: string; Code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { name: string; message: string };
  }
  throw new Error('expected a failure');
}

/** The everyday calls of a stock client in one line each. */
export function shorthand(client: SQSClient) {
  return {
    create: async (name: string, attributes: Record<string, string> = {}): Promise<string> => {
      const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
      const input = { QueueName: name, Attributes: { ...fifo, ...attributes } };
      return (await client.send(new CreateQueueCommand(input))).QueueUrl!;
    },
    send: (QueueUrl: string, MessageBody: string, rest: Partial<SendMessageCommandInput> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...rest })),
    /** Group and body as `A1`: group A, message A1, deduplicated by its body. */
    sendFifo: (QueueUrl: string, body: string) =>
      client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: body,
          MessageGroupId: body[0]!,
          MessageDeduplicationId: body,
        }),
      ),
    receive: async (QueueUrl: string, rest: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> => {
      const input = { QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const], ...rest };
      return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
    },
    remove: (QueueUrl: string, message: Message | undefined) =>
      client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle! })),
    hide: (QueueUrl: string, message: Message | undefined, VisibilityTimeout: number) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle!, VisibilityTimeout }),
      ),
    attributes: async (QueueUrl: string): Promise<Record<string, string>> =>
      (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {},
    set: (QueueUrl: string, Attributes: Record<string, string>) =>
      client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes })),
  };
}

export function bodies(messages: readonly Message[]): (string | undefined)[] {
  return messages.map((message) => message.Body);
}

export function redrive(deadLetterTargetArn: string, maxReceiveCount: number): { RedrivePolicy: string } {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) };
}
