import { statements } from '../policy.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { RemovePermissionInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html */
export function removePermission(sns: Sns, input: RemovePermissionInput, call: Call): void {
  const topic = sns.authorizedTopic(call, 'RemovePermission', input.TopicArn);
  const policy = sns.policyOf(topic);
  const kept = statements(policy).filter(({ Sid }) => Sid !== input.Label);
  if (kept.length === statements(policy).length) return;
  const changed = JSON.stringify({ ...policy, Statement: kept });
  sns.store.apply({ kind: 'topic', topic: { ...topic, attributes: { ...topic.attributes, Policy: changed } } });
  sns.surroundings.journal({ service: 'sns', event: 'permission-removed', resource: topic.arn, label: input.Label });
}
