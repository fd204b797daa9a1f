import { PublishBatchCommand, type PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { sns } from './aws/sns.ts';
import { sqs } from './aws/sqs.ts';
import { chunk, type OutgoingMessage } from './produce/chunk.ts';
import { deliver, type SendChunk } from './produce/deliver.ts';

export { MessagesNotSent } from './produce/deliver.ts';
export type { OutgoingMessage } from './produce/chunk.ts';

/** SQS and SNS both take ten entries a batch. SQS takes 1 MiB in all; a topic 256 KiB unless told otherwise. */
const sqsLimits = { entries: 10, bytes: 1_048_576 };
const snsLimits = { entries: 10, bytes: 262_144 };

/**
 * Sends messages to one queue in as few requests as the limits allow: ten entries and 1 MiB each. Resolves only when SQS
 * took every one of them; of a FIFO queue's groups the order is kept.
 *
 * @throws MessagesNotSent naming those that were not taken; the others were
 * @example
 * await sendBatch(queueUrl, [{ body: JSON.stringify(event), groupId: orderId, deduplicationId: event.id }]);
 */
export async function sendBatch(queueUrl: string, messages: readonly OutgoingMessage[]): Promise<void> {
  const send: SendChunk = async (entries) => {
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: entries.map(({ id, message }) => sqsEntry(id, message)),
      }),
    );
    return Failed.map((entry) => ({ id: entry.Id!, code: entry.Code!, senderFault: entry.SenderFault === true }));
  };
  await deliver(chunk(messages, sqsLimits), send);
}

/**
 * Publishes messages to one topic, ten entries and 256 KiB a request. Resolves only when SNS took every one of them.
 *
 * @throws MessagesNotSent naming those that were not taken; the others were
 */
export async function publishBatch(topicArn: string, messages: readonly OutgoingMessage[]): Promise<void> {
  const send: SendChunk = async (entries) => {
    const { Failed = [] } = await sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: entries.map(({ id, message }) => snsEntry(id, message)),
      }),
    );
    return Failed.map((entry) => ({ id: entry.Id!, code: entry.Code!, senderFault: entry.SenderFault === true }));
  };
  await deliver(chunk(messages, snsLimits), send);
}

function sqsEntry(id: string, message: OutgoingMessage): SendMessageBatchRequestEntry {
  return {
    Id: id,
    MessageBody: message.body,
    MessageAttributes: stringAttributes(message),
    ...groupOf(message),
    ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
    ...(message.delaySeconds !== undefined && { DelaySeconds: message.delaySeconds }),
  };
}

function snsEntry(id: string, message: OutgoingMessage): PublishBatchRequestEntry {
  return {
    Id: id,
    Message: message.body,
    MessageAttributes: stringAttributes(message),
    ...groupOf(message),
    ...(message.deduplicationId !== undefined && { MessageDeduplicationId: message.deduplicationId }),
  };
}

function groupOf({ groupId, fairGroup }: OutgoingMessage): { MessageGroupId?: string } {
  const group = groupId ?? fairGroup;
  return group === undefined ? {} : { MessageGroupId: group };
}

function stringAttributes(message: OutgoingMessage): Record<string, { DataType: string; StringValue: string }> {
  return Object.fromEntries(
    Object.entries(message.attributes ?? {}).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}
