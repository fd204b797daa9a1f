import { page } from '../page.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface ListDeadLetterSourceQueuesInput {
  readonly QueueUrl?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface ListDeadLetterSourceQueuesOutput {
  /** The wire name really is lower case. */
  readonly queueUrls: readonly string[];
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export function listDeadLetterSourceQueues(
  sqs: Sqs,
  input: ListDeadLetterSourceQueuesInput,
  call: Call,
): ListDeadLetterSourceQueuesOutput {
  const queue = queueOf(sqs, input.QueueUrl, 'ListDeadLetterSourceQueues', call);
  const sources = sqs.allQueues().filter((other) => other.settings.redrivePolicy?.deadLetterTargetArn === queue.arn);
  const { items, NextToken } = page(
    sources.map(({ record }) => record.name),
    input,
  );
  return { queueUrls: items.map((name) => sqs.urlOf(name)), ...(NextToken !== undefined && { NextToken }) };
}
