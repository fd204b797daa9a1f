import { queueNameMissing } from '../errors.ts';
import { newQueue } from '../new-queue.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface CreateQueueInput {
  readonly QueueName?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  /** The wire name really is lower case. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export function createQueue(sqs: Sqs, input: CreateQueueInput, call: Call): { readonly QueueUrl: string } {
  const { QueueName: name, Attributes: attributes = {}, tags = {} } = input;
  if (name === undefined || name === '') throw queueNameMissing();
  call.authorize({ action: 'sqs:CreateQueue', resource: sqs.arnOf(name) });
  newQueue(sqs, { name, attributes, tags });
  return { QueueUrl: sqs.urlOf(name) };
}
