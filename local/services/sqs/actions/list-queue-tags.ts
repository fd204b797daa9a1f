import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface ListQueueTagsOutput {
  readonly Tags: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export function listQueueTags(sqs: Sqs, input: { readonly QueueUrl?: string }, call: Call): ListQueueTagsOutput {
  return { Tags: queueOf(sqs, input.QueueUrl, 'ListQueueTags', call).record.tags };
}
