import { AwsError } from '../../aws-error.ts';
import { checkBatch, eachEntry, type BatchResult } from '../batch.ts';
import { enqueue, type Sent } from '../enqueue.ts';
import { batchError, invalidParameter } from '../errors.ts';
import { needsFifoIds, readNewMessage, sizeOf, type MessageInput } from '../new-message.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Queue } from '../queue.ts';
import type { Sqs } from '../sqs.ts';

/** Of all messages together, whatever a single one may have. */
const MOST_BYTES = 1_048_576;

export interface SendMessageBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: readonly (MessageInput & { readonly Id?: string })[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export function sendMessageBatch(sqs: Sqs, input: SendMessageBatchInput, call: Call): BatchResult<Sent> {
  const queue = queueOf(sqs, input.QueueUrl, 'SendMessage', call);
  const entries = checkBatch(input.Entries, 'SendMessageBatchRequestEntry');
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MOST_BYTES) {
    const message = `Batch requests cannot be longer than ${MOST_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw batchError('BatchRequestTooLong', message);
  }
  for (const entry of entries) checkFifoIds(queue, entry);
  const result = eachEntry(entries, (entry) => enqueue(sqs, queue, readNewMessage(queue, entry), call));
  queue.waiters.wake(queue);
  return result;
}

/** In a batch AWS calls a missing group id an invalid value, and refuses the batch. */
function checkFifoIds(queue: Queue, entry: MessageInput): void {
  try {
    needsFifoIds(queue, entry);
  } catch (cause) {
    throw cause instanceof AwsError ? invalidParameter(cause.message, { cause }) : cause;
  }
}
