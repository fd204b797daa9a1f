import { missingParameter } from '../errors.ts';
import { changeVisibilityOf } from '../settle.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface ChangeMessageVisibilityInput {
  readonly QueueUrl?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export function changeMessageVisibility(sqs: Sqs, input: ChangeMessageVisibilityInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'ChangeMessageVisibility', call);
  if (input.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
  changeVisibilityOf(sqs, queue, input.ReceiptHandle, input.VisibilityTimeout);
  queue.waiters.wake(queue);
}
