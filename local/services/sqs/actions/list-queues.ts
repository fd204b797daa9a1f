import { page } from '../page.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface ListQueuesInput {
  readonly QueueNamePrefix?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface ListQueuesOutput {
  readonly QueueUrls?: readonly string[];
  readonly NextToken?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export function listQueues(sqs: Sqs, input: ListQueuesInput, call: Call): ListQueuesOutput {
  call.authorize({ action: 'sqs:ListQueues', resource: '*' });
  const names = sqs.allQueues().map(({ record }) => record.name);
  const { items, NextToken } = page(
    names.filter((name) => name.startsWith(input.QueueNamePrefix ?? '')),
    input,
  );
  if (items.length === 0) return {};
  return { QueueUrls: items.map((name) => sqs.urlOf(name)), ...(NextToken !== undefined && { NextToken }) };
}
