import { AwsError } from '../aws-error.ts';
import { invalidValue } from './errors.ts';
import { readReceipt } from './receipt-handle.ts';
import type { Queue } from './queue.ts';
import type { Sqs } from './sqs.ts';

export const LONGEST_SECONDS = 12 * 60 * 60;

/** Deletes a message that was received. Other waiters may then get the rest of its group: call `wake` afterwards. */
export function deleteReceived(sqs: Sqs, queue: Queue, handle: string | undefined): void {
  queue.settle();
  const { entry, latest } = readReceipt(queue, handle);
  if (entry === undefined) return;
  if (queue.record.fifo && (!latest || entry.state !== 'in-flight')) {
    throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
  }
  const { messageId, receiveCount } = entry.record;
  // A standard queue accepts an older handle, but the message stays.
  if (!latest) {
    sqs.report('delete-ignored', queue, { messageId, receiveCount, reason: 'received again since' });
    return;
  }
  queue.remove(entry, 'deleted');
  sqs.report('deleted', queue, { messageId, receiveCount, groupId: entry.record.groupId, body: entry.record.body });
}

/**
 * A standard queue takes an older handle too, and one whose visibility timeout has passed.
 *
 * @param seconds from now; 0 makes the message receivable at once
 */
export function changeVisibilityOf(sqs: Sqs, queue: Queue, handle: string | undefined, seconds: number): void {
  if (!isVisibilityTimeout(seconds)) {
    throw invalidValue('VisibilityTimeout', seconds, `Must be between 0 and ${LONGEST_SECONDS}.`);
  }
  queue.settle();
  const { entry, latest } = readReceipt(queue, handle);
  const { fifo } = queue.record;
  if (entry === undefined || (fifo && !latest)) {
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    throw invalidValue('ReceiptHandle', handle, reason);
  }
  const { record } = entry;
  if (fifo && entry.state !== 'in-flight') {
    throw new AwsError('MessageNotInflight', "The specified message isn't in flight.", {
      queryCode: 'AWS.SimpleQueueService.MessageNotInflight',
    });
  }
  const now = sqs.surroundings.clock.now();
  const visibleAt = now + seconds * 1000;
  if (visibleAt - (record.lastReceivedAt ?? now) > LONGEST_SECONDS * 1000) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${LONGEST_SECONDS} seconds]`;
    throw invalidValue('VisibilityTimeout', seconds, reason);
  }
  queue.setVisibleAt(entry, visibleAt);
  const { messageId, receiveCount } = record;
  sqs.report('visibility-changed', queue, { messageId, receiveCount, seconds, visibleAt });
}

export function isVisibilityTimeout(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_SECONDS;
}
