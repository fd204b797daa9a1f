import { invalidParameter } from '../errors.ts';
import { grantableAction, statements } from '../policy.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { AddPermissionInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export function addPermission(sns: Sns, input: AddPermissionInput, call: Call): void {
  const topic = sns.authorizedTopic(call, 'AddPermission', input.TopicArn);
  const { Label: label = '', AWSAccountId: accounts = [], ActionName: actions = [] } = input;
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(label)) throw invalidParameter('Label');
  if (accounts.length === 0 || !accounts.every((account) => /^\d{12}$/.test(account))) {
    throw invalidParameter('AWSAccountId');
  }
  if (actions.length === 0) throw invalidParameter('ActionName');
  const granted = actions.map(grantableAction);
  const policy = sns.policyOf(topic);
  if (statements(policy).some(({ Sid }) => Sid === label)) throw invalidParameter('Statement already exists');
  const principals = accounts.map((account) => `arn:aws:iam::${account}:root`);
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: principals.length === 1 ? principals[0] : principals },
    Action: granted.length === 1 ? granted[0] : granted,
    Resource: topic.arn,
  };
  const changed = JSON.stringify({ ...policy, Statement: [...statements(policy), statement] });
  sns.store.apply({ kind: 'topic', topic: { ...topic, attributes: { ...topic.attributes, Policy: changed } } });
  sns.surroundings.journal({ service: 'sns', event: 'permission-added', resource: topic.arn, label });
}
