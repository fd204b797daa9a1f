import { queueDoesNotExist, queueNameMissing } from '../errors.ts';
import { queueNamed } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface GetQueueUrlInput {
  readonly QueueName?: string;
  readonly QueueOwnerAWSAccountId?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export function getQueueUrl(sqs: Sqs, input: GetQueueUrlInput, call: Call): { readonly QueueUrl: string } {
  const { QueueName: name, QueueOwnerAWSAccountId: owner = sqs.surroundings.accountId } = input;
  if (name === undefined || name === '') throw queueNameMissing();
  if (owner !== sqs.surroundings.accountId) throw queueDoesNotExist();
  if (queueNamed(sqs, name, 'GetQueueUrl', call) === undefined) throw queueDoesNotExist();
  return { QueueUrl: sqs.urlOf(name) };
}
