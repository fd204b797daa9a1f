import { deleteReceived } from '../settle.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface DeleteMessageInput {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export function deleteMessage(sqs: Sqs, input: DeleteMessageInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'DeleteMessage', call);
  deleteReceived(sqs, queue, input.ReceiptHandle);
  queue.waiters.wake(queue);
}
