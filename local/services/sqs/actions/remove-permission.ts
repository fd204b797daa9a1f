import { invalidValue, missingParameter } from '../errors.ts';
import { queuePolicy, setQueuePolicy } from '../permissions.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface RemovePermissionInput {
  readonly QueueUrl?: string;
  readonly Label?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export function removePermission(sqs: Sqs, input: RemovePermissionInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'RemovePermission', call);
  const { Label: label } = input;
  if (label === undefined || label === '') throw missingParameter('Label');
  const policy = queuePolicy(queue);
  const rest = policy.Statement.filter(({ Sid }) => Sid !== label);
  if (rest.length === policy.Statement.length) throw invalidValue('Label', label, "can't find label.");
  setQueuePolicy(sqs, queue, { ...policy, Statement: rest });
}
