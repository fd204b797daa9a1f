import type { Call } from '../service.ts';
import type { MessageRecord } from './message.ts';
import type { NewMessage } from './new-message.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';

/** What SendMessage answers. */
export interface Sent {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly MD5OfMessageSystemAttributes?: string;
  readonly SequenceNumber?: string;
}

/** Puts a message in the queue. Whoever waits for it is woken by the caller, when all of a batch is in. */
export function enqueue(sqs: Sqs, queue: Queue, message: NewMessage, call: Call): Sent {
  queue.settle();
  const now = sqs.now();
  const { fifo } = queue.record;
  const key = deduplicationKey(queue, message);
  const before = fifo ? queue.deduplication.get(key, now) : undefined;
  if (before !== undefined) {
    sqs.report('duplicate-dropped', queue, {
      messageId: before.messageId,
      deduplicationId: message.deduplicationId,
      groupId: message.groupId,
      body: message.body,
    });
    return answer(message, before.messageId, before.sequenceNumber);
  }
  const record: MessageRecord = {
    messageId: sqs.nextMessageId(),
    body: message.body,
    md5OfBody: message.md5OfBody,
    size: message.size,
    ...(message.attributes !== undefined && { attributes: message.attributes }),
    ...(message.traceHeader !== undefined && { traceHeader: message.traceHeader }),
    senderId: sqs.senderId(call.caller),
    ...(message.groupId !== undefined && { groupId: message.groupId }),
    ...(message.deduplicationId !== undefined && { deduplicationId: message.deduplicationId }),
    ...(fifo && { sequenceNumber: sqs.nextSequenceNumber() }),
    sentAt: now,
    enqueuedAt: now,
    arrivedAt: now,
    receiveCount: 0,
    visibleAt: now + message.delay,
  };
  queue.add(record, 'sent');
  if (record.sequenceNumber !== undefined) {
    const sent = { messageId: record.messageId, sequenceNumber: record.sequenceNumber };
    queue.deduplication.set(key, sent, now);
    sqs.onChange?.({ kind: 'deduplication', arn: queue.arn, key, sent, at: now });
  }
  sqs.report('sent', queue, {
    messageId: record.messageId,
    size: record.size,
    groupId: record.groupId,
    deduplicationId: record.deduplicationId,
    sequenceNumber: record.sequenceNumber,
    delaySeconds: message.delay / 1000,
    sender: call.caller.principal,
    body: record.body,
  });
  return answer(message, record.messageId, record.sequenceNumber);
}

function deduplicationKey(queue: Queue, { groupId, deduplicationId }: NewMessage): string {
  return queue.settings.deduplicatesByGroup ? `${groupId} ${deduplicationId}` : (deduplicationId ?? '');
}

function answer(message: NewMessage, messageId: string, sequenceNumber: string | undefined): Sent {
  return {
    MessageId: messageId,
    MD5OfMessageBody: message.md5OfBody,
    ...(message.md5OfAttributes !== undefined && { MD5OfMessageAttributes: message.md5OfAttributes }),
    ...(message.md5OfSystemAttributes !== undefined && {
      MD5OfMessageSystemAttributes: message.md5OfSystemAttributes,
    }),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
  };
}
