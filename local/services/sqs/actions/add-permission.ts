import { invalidValue, missingParameter, overLimit } from '../errors.ts';
import { oneOrMany, queuePolicy, setQueuePolicy } from '../permissions.ts';
import { queueOf } from './queue-of.ts';
import type { Call } from '../../service.ts';
import type { Sqs } from '../sqs.ts';

export interface AddPermissionInput {
  readonly QueueUrl?: string;
  readonly Label?: string;
  readonly AWSAccountIds?: readonly string[];
  readonly Actions?: readonly string[];
}

/** What AddPermission can grant; everything else only the owner may do. */
const GRANTABLE = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);
/** Batch actions are not among them: they go by the permission of the action without `Batch`. */
const OF_THE_OWNER = new Set([
  'AddPermission',
  'CancelMessageMoveTask',
  'CreateQueue',
  'DeleteQueue',
  'ListMessageMoveTasks',
  'ListQueueTags',
  'ListQueues',
  'RemovePermission',
  'SetQueueAttributes',
  'StartMessageMoveTask',
  'TagQueue',
  'UntagQueue',
]);
const MOST_ACTIONS = 7;
const MOST_STATEMENTS = 20;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export function addPermission(sqs: Sqs, input: AddPermissionInput, call: Call): void {
  const queue = queueOf(sqs, input.QueueUrl, 'AddPermission', call);
  const { Label: label, AWSAccountIds: accounts = [], Actions: actions = [] } = input;
  if (label === undefined || label === '') throw missingParameter('Label');
  if (!/^[\w-]{1,80}$/.test(label)) {
    const reason = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.';
    throw invalidValue('Label', label, reason);
  }
  if (actions.length === 0) throw missingParameter('ActionName');
  if (accounts.length === 0) throw missingParameter('AWSAccountIds');
  const refused = actions.find((action) => !GRANTABLE.has(action));
  if (refused !== undefined) {
    const reason = OF_THE_OWNER.has(refused)
      ? 'Only the queue owner is allowed to invoke this action.'
      : 'Please refer to the appropriate WSDL for a list of valid actions.';
    throw invalidValue('ActionName', `SQS:${refused}`, reason);
  }
  if (actions.length > MOST_ACTIONS) {
    throw overLimit(`${actions.length} Actions were found, maximum allowed is ${MOST_ACTIONS}.`);
  }
  const stranger = accounts.find((account) => !/^\d{12}$/.test(account));
  if (stranger !== undefined) throw invalidValue('PrincipalId', stranger, 'Unable to verify.');
  const policy = queuePolicy(queue);
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  } as const;
  const existing = policy.Statement.find(({ Sid }) => Sid === label);
  if (existing !== undefined) {
    if (JSON.stringify(existing) === JSON.stringify(statement)) return;
    throw invalidValue('Label', label, 'Already exists.');
  }
  if (policy.Statement.length >= MOST_STATEMENTS) {
    throw overLimit(`${policy.Statement.length + 1} Statements were found, maximum allowed is ${MOST_STATEMENTS}.`);
  }
  setQueuePolicy(sqs, queue, { ...policy, Statement: [...policy.Statement, statement] });
}
