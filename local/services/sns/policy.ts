import { invalidParameter } from './errors.ts';
import type { PolicyDocument, PolicyStatement } from '../service.ts';
import type { TopicRecord } from './store.ts';

/** Topic actions that a topic's policy can grant, in the order of AWS's default policy. */
const TOPIC_ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

const GRANTABLE = new Set(
  [...TOPIC_ACTIONS, 'Receive', 'GetDataProtectionPolicy', 'PutDataProtectionPolicy', '*'].map((name) =>
    name.toLowerCase(),
  ),
);

/** The policy in force: the topic's own, else the one AWS gives every topic, which trusts the owner's account. */
export function topicPolicy(topic: TopicRecord, accountId: string): PolicyDocument {
  const own = topic.attributes['Policy'];
  return own === undefined ? defaultPolicy(topic.arn, accountId) : (JSON.parse(own) as PolicyDocument);
}

function defaultPolicy(arn: string, accountId: string): PolicyDocument {
  const policy = {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow' as const,
        Principal: { AWS: '*' },
        Action: TOPIC_ACTIONS.map((name) => `SNS:${name}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  };
  return policy;
}

/** @throws AwsError `InvalidParameter` for what is no policy, or one that names another service's actions */
export function checkPolicy(text: string): void {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (cause) {
    throw invalidParameter('Policy Error: null', { cause });
  }
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) {
    throw invalidParameter('Policy Error: null');
  }
  for (const statement of statements(policy as PolicyDocument)) {
    const actions = [statement['Action'] ?? statement['NotAction'] ?? []].flat() as unknown[];
    if (!actions.every(isTopicAction)) {
      throw invalidParameter('Policy statement action out of service scope!');
    }
  }
}

export function statements(policy: PolicyDocument): readonly PolicyStatement[] {
  return [policy.Statement].flat();
}

function isTopicAction(action: unknown): boolean {
  if (typeof action !== 'string') return false;
  if (action === '*') return true;
  const [service, name = ''] = action.toLowerCase().split(':');
  return service === 'sns' && (name.includes('*') || GRANTABLE.has(name));
}

/** `Publish` → `SNS:Publish`, if a policy may grant it. */
export function grantableAction(name: string): string {
  if (!GRANTABLE.has(name.toLowerCase())) {
    throw invalidParameter('Policy statement action out of service scope!');
  }
  return `SNS:${name}`;
}
