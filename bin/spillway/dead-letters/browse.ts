import { ChangeMessageVisibilityBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueAddress } from '../stack/queues.ts';
import { depthOf } from '../stack/queues.ts';
import { deadLetterOf, type DeadLetter } from './dead-letter.ts';

export interface BrowseOptions {
  /** @default - all that were there at the start */
  readonly limit?: number;
  /** How long a message stays hidden from others if this process dies before it shows it again. */
  readonly hiddenSeconds?: number;
}

/** Messages in one receive, and entries in one batch. */
export const batchSize = 10;
const receivers = 4;

/**
 * Looks through a queue and leaves it as it was: what is received is hidden for a while and shown again at the end. Of a
 * FIFO queue's group at most ten messages can be seen, since SQS holds back what follows a hidden one.
 */
export async function* browse(
  sqs: SQSClient,
  queue: Pick<QueueAddress, 'url'>,
  { limit = Infinity, hiddenSeconds = 120 }: BrowseOptions = {},
): AsyncGenerator<readonly DeadLetter[]> {
  const { visible } = await depthOf(sqs, queue.url);
  const wanted = Math.min(limit, visible);
  const seen = new Map<string, string>();
  try {
    while (seen.size < wanted) {
      const parallel = Math.min(receivers, Math.ceil((wanted - seen.size) / batchSize));
      const received = await Promise.all(
        Array.from({ length: parallel }, () => receive(sqs, queue.url, hiddenSeconds)),
      );
      const fresh = received.flat().filter(({ id }) => !seen.has(id));
      for (const { id, receiptHandle } of received.flat()) seen.set(id, receiptHandle);
      if (fresh.length === 0) return;
      yield fresh;
    }
  } finally {
    await show(sqs, queue.url, [...seen.values()]);
  }
}

/** Up to ten messages, hidden from everyone else for a while; none where none came within a second. */
export async function receive(sqs: SQSClient, url: string, hiddenSeconds: number): Promise<DeadLetter[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: batchSize,
      VisibilityTimeout: hiddenSeconds,
      // Long polling asks all of SQS's servers; a short poll may find none although there are some.
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages.map(deadLetterOf);
}

/** Ends messages' hiding. One that cannot be told comes back when its time is over. */
export async function show(sqs: SQSClient, url: string, receiptHandles: readonly string[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(receiptHandles.length / batchSize) }, (_, index) =>
    receiptHandles.slice(index * batchSize, (index + 1) * batchSize),
  );
  const next = batches.values();
  const work = async (): Promise<void> => {
    for (const handles of next) {
      await sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: url,
          Entries: handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 })),
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: receivers }, work));
}
