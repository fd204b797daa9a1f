import { missingParameter, receiptHandleIsInvalid } from './errors.ts';
import type { Entry, MessageRecord } from './message.ts';
import type { Queue } from './queue.ts';

/** AWS's handles begin so; what follows is ours. */
const PREFIX = 'AQEB';

/** The handle of a message's latest receive. Each receive gives another one. */
export function receiptHandle(queueArn: string, { messageId, receiveCount }: MessageRecord): string {
  return PREFIX + Buffer.from(`${queueArn} ${messageId} ${receiveCount}`).toString('base64');
}

export interface Receipt {
  /** Undefined once the message left the queue. */
  readonly entry: Entry | undefined;
  /** Whether the message was not received again since. */
  readonly latest: boolean;
}

/** @throws AwsError for what is no handle, or one of another queue */
export function readReceipt(queue: Queue, handle: string | undefined): Receipt {
  if (handle === undefined || handle.trim() === '') throw missingParameter('ReceiptHandle');
  const [arn, messageId, receiveCount] = handle.startsWith(PREFIX)
    ? Buffer.from(handle.slice(PREFIX.length), 'base64').toString().split(' ')
    : [];
  if (receiveCount === undefined) {
    throw receiptHandleIsInvalid(`The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  if (arn !== queue.arn) {
    throw receiptHandleIsInvalid(`The receipt handle "${handle}" is not valid for this queue.`);
  }
  const entry = queue.entries.get(messageId!);
  return { entry, latest: entry?.record.receiveCount === Number(receiveCount) };
}
