import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export function deleteQueue(sqs: Sqs, input: { readonly QueueUrl?: string }, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'DeleteQueue', call);
  sqs.removeQueue(queue);
  sqs.report('queue-deleted', queue, { messages: queue.entries.size });
}
