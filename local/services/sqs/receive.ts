import { overLimit } from './errors.ts';
import { receiptHandle } from './receipt-handle.ts';
import type { Entry } from './message.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MOST_IN_FLIGHT = 120_000;

/** What a receive gave, as long as none of it was changed since. */
export type ReceiveAttempt = readonly { readonly entry: Entry; readonly ticket: number }[];

export interface ReceiveOptions {
  readonly most: number;
  /** Milliseconds; the queue's unless told. */
  readonly visibilityTimeout?: number | undefined;
  readonly attemptId?: string | undefined;
  /** Whether the caller waits for messages: such calls are never told that too many are in flight. */
  readonly waits?: boolean;
}

/** Takes messages that are receivable now. Those received too often go to the dead-letter queue instead. */
export function receiveNow(sqs: Sqs, queue: Queue, options: ReceiveOptions): readonly Entry[] {
  queue.settle();
  const timeout = options.visibilityTimeout ?? queue.settings.visibilityTimeout;
  const repeated = repeat(sqs, queue, options.attemptId, timeout);
  if (repeated !== undefined) return repeated;
  const room = MOST_IN_FLIGHT - queue.counts['in-flight'];
  if (room <= 0 && !queue.record.fifo && options.waits !== true && queue.receivable) {
    throw overLimit(`Too many messages in flight for queue ${queue.record.name}.`);
  }
  const received = room > 0 ? take(sqs, queue, Math.min(options.most, room), timeout) : [];
  remember(sqs, queue, options.attemptId, received);
  return received;
}

function take(sqs: Sqs, queue: Queue, most: number, timeout: number): Entry[] {
  const now = sqs.surroundings.clock.now();
  const received: Entry[] = [];
  const target = sqs.deadLetterQueueOf(queue);
  const limit = target === undefined ? Infinity : queue.settings.redrivePolicy!.maxReceiveCount;
  let deadLettered = 0;
  queue.take(most, (entry) => {
    if (entry.record.receiveCount >= limit) {
      sqs.deadLetter(queue, entry, target!);
      deadLettered += 1;
      return false;
    }
    queue.receive(entry, now + timeout);
    received.push(entry);
    return true;
  });
  for (const { record } of received) {
    sqs.report('received', queue, {
      messageId: record.messageId,
      receiveCount: record.receiveCount,
      visibleAt: record.visibleAt,
      receiptHandle: receiptHandle(queue.arn, record),
      size: record.size,
      groupId: record.groupId,
      body: record.body,
    });
  }
  if (timeout === 0) for (const entry of received) queue.setVisibleAt(entry, now);
  if (deadLettered > 0) target!.waiters.wake(target!);
  return received;
}

/**
 * A retry of a receive whose answer was lost gets the same messages and handles, and their visibility timeout anew.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
function repeat(sqs: Sqs, queue: Queue, attemptId: string | undefined, timeout: number): Entry[] | undefined {
  if (attemptId === undefined) return undefined;
  const now = sqs.surroundings.clock.now();
  const attempt = queue.attempts.get(attemptId, now);
  if (attempt === undefined || attempt.length === 0) return undefined;
  if (!attempt.every(({ entry, ticket }) => entry.ticket === ticket)) return undefined;
  const entries = attempt.map(({ entry }) => entry);
  for (const entry of entries) {
    queue.setVisibleAt(entry, now + timeout);
    const { messageId, receiveCount, visibleAt } = entry.record;
    sqs.report('receive-repeated', queue, { messageId, receiveCount, visibleAt });
  }
  remember(sqs, queue, attemptId, entries);
  return entries;
}

function remember(sqs: Sqs, queue: Queue, attemptId: string | undefined, entries: readonly Entry[]): void {
  if (attemptId === undefined) return;
  const attempt = entries.map((entry) => ({ entry, ticket: entry.ticket }));
  queue.attempts.set(attemptId, attempt, sqs.surroundings.clock.now());
}
