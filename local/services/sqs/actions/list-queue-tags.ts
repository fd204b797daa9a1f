import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface ListQueueTagsOutput {
  /** Absent where there are none. */
  readonly Tags?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export function listQueueTags(sqs: Sqs, input: { readonly QueueUrl?: string }, call: Call): ListQueueTagsOutput {
  const { tags } = queueOf(sqs, input.QueueUrl, 'ListQueueTags', call).record;
  return Object.keys(tags).length === 0 ? {} : { Tags: tags };
}
