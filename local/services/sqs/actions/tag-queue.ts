import { missingParameter } from '../errors.ts';
import { checkTags } from '../tags.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface TagQueueInput {
  readonly QueueUrl?: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export function tagQueue(sqs: Sqs, input: TagQueueInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'TagQueue', call);
  if (input.Tags === undefined || Object.keys(input.Tags).length === 0) throw missingParameter('Tags');
  const tags = { ...queue.record.tags, ...input.Tags };
  checkTags(queue.record.name, tags);
  sqs.putQueue({ ...queue.record, tags });
}
