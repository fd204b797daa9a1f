import { missingParameter } from '../errors.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface UntagQueueInput {
  readonly QueueUrl?: string;
  readonly TagKeys?: readonly string[];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export function untagQueue(sqs: Sqs, input: UntagQueueInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'UntagQueue', call);
  const { TagKeys: keys } = input;
  if (keys === undefined || keys.length === 0) throw missingParameter('TagKeys');
  const tags = Object.fromEntries(Object.entries(queue.record.tags).filter(([key]) => !keys.includes(key)));
  sqs.putQueue({ ...queue.record, tags });
}
