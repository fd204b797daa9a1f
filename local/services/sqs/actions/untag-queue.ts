import { missingParameter } from '../errors.ts';
import { checkTagKey } from '../tags.ts';
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
  if (keys === undefined) throw missingParameter('TagKeys');
  // AWS reads no keys as one that is empty.
  for (const key of keys.length === 0 ? [''] : keys) checkTagKey(key);
  const tags = Object.fromEntries(Object.entries(queue.record.tags).filter(([key]) => !keys.includes(key)));
  sqs.putQueue({ ...queue.record, tags });
}
