import { batchAnswer, checkBatch, eachEntry, type BatchResult } from '../batch.ts';
import { deleteReceived } from '../settle.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface DeleteMessageBatchInput {
  readonly QueueUrl?: string;
  readonly Entries?: readonly { readonly Id?: string; readonly ReceiptHandle?: string }[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export function deleteMessageBatch(sqs: Sqs, input: DeleteMessageBatchInput, call: Call): Partial<BatchResult<object>> {
  const queue = queueOf(sqs, input.QueueUrl, 'DeleteMessage', call);
  const entries = checkBatch(input.Entries, 'DeleteMessageBatchRequestEntry');
  const result = eachEntry(entries, ({ ReceiptHandle }) => {
    deleteReceived(sqs, queue, ReceiptHandle);
    return {};
  });
  queue.waiters.wake(queue);
  return batchAnswer(result);
}
