import {
  SendMessageBatchCommand,
  type MessageAttributeValue,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueAddress } from '../stack/queues.ts';
import { setAsideAttributes, type DeadLetter } from './dead-letter.ts';

export interface Resent {
  /** Id in the dead-letter queue → id of its copy. */
  readonly copies: ReadonlyMap<string, string>;
  /** Why there is no copy, by id. */
  readonly refused: ReadonlyMap<string, string>;
}

/** All entries of one request together, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const longestBatch = 1_048_576;

/**
 * Sends copies of up to ten messages to a queue, without what the consumer added when it set them aside. The SDK checks
 * the digest that SQS answers. In a FIFO queue a message follows its group's first only once that was taken.
 */
export async function resend(sqs: SQSClient, queue: QueueAddress, letters: readonly DeadLetter[]): Promise<Resent> {
  const copies = new Map<string, string>();
  const refused = new Map<string, string>();
  for (const round of rounds(letters, queue.fifo)) {
    const blocked = round.filter(
      ({ groupId }) => queue.fifo && letters.some((other) => other.groupId === groupId && refused.has(other.id)),
    );
    for (const { id } of blocked) refused.set(id, 'an earlier message of its group was not taken');
    const sent = round.filter((letter) => !blocked.includes(letter));
    if (sent.length === 0) continue;
    const { Successful = [], Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: sent.map((letter, index) => entryOf(letter, String(index), queue.fifo)),
      }),
    );
    for (const { Id, MessageId } of Successful) copies.set(sent[Number(Id)]!.id, MessageId!);
    for (const { Id, Code, Message } of Failed) refused.set(sent[Number(Id)]!.id, `${Code}: ${Message ?? ''}`);
  }
  return { copies, refused };
}

/** Requests small enough for SQS, and in a FIFO queue with one message of each group. */
function rounds(letters: readonly DeadLetter[], fifo: boolean): DeadLetter[][] {
  const found: { letters: DeadLetter[]; groups: Set<string>; bytes: number }[] = [];
  for (const letter of letters) {
    const bytes = Buffer.byteLength(letter.body) + 4096;
    const group = letter.groupId ?? '';
    const last = found.at(-1);
    if (last !== undefined && last.bytes + bytes <= longestBatch && !(fifo && last.groups.has(group))) {
      last.letters.push(letter);
      last.groups.add(group);
      last.bytes += bytes;
    } else found.push({ letters: [letter], groups: new Set([group]), bytes });
  }
  return found.map((round) => round.letters);
}

function entryOf(letter: DeadLetter, id: string, fifo: boolean): SendMessageBatchRequestEntry {
  return {
    Id: id,
    MessageBody: letter.body,
    MessageAttributes: sendersAttributes(letter.attributes),
    ...(letter.groupId !== undefined && { MessageGroupId: letter.groupId }),
    // Its own, or the queue would drop it as a duplicate of the first send; always the same for the same dead letter, so
    // that a copy made again within five minutes is dropped.
    ...(fifo && { MessageDeduplicationId: `redrive-${letter.id}` }),
  };
}

function sendersAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): Record<string, MessageAttributeValue> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !setAsideAttributes.has(name)));
}
