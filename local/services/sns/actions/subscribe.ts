import { checkEndpoint } from '../endpoint.ts';
import { invalidParameter } from '../errors.ts';
import { maximumMessageSize } from '../publish-draft.ts';
import { readSubscriptionAttribute } from '../subscription-attributes.ts';
import { takesLargeMessages } from './set-topic-attributes.ts';
import type { FilterPolicyScope } from '../filter/validate-policy.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { SubscriptionRecord, TopicRecord } from '../store.ts';
import type { SubscribeInput, SubscribeResponse } from '@aws-sdk/client-sns';

const MUST_CONFIRM = new Set(['http', 'https', 'email', 'email-json']);
const TOKEN_DIGITS = 288;

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export function subscribe(sns: Sns, input: SubscribeInput, call: Call): SubscribeResponse {
  const { Protocol: protocol = '', Endpoint: endpoint = '' } = input;
  const topic = sns.authorizedTopic(call, 'Subscribe', input.TopicArn, {
    'sns:Protocol': protocol,
    'sns:Endpoint': endpoint,
  });
  checkEndpoint(topic, protocol, endpoint);
  if (protocol === 'application' && !sns.store.platformEndpoints.has(endpoint)) {
    throw invalidParameter(`Endpoint Reason: Endpoint does not exist for endpoint ${endpoint}`);
  }
  if (maximumMessageSize(topic) > 262_144 && !takesLargeMessages(protocol)) {
    throw invalidParameter(`Endpoint Reason: ${protocol} subscriptions do not take messages above 262144 bytes`);
  }
  const attributes = readAttributes(topic, input);
  const existing = find(sns, topic, protocol, endpoint);
  if (existing !== undefined) return answer(checkSame(existing, attributes), input);
  const subscription = create(sns, call, topic, { protocol, endpoint, attributes });
  sns.store.apply({ kind: 'subscription', subscription });
  sns.surroundings.journal({
    service: 'sns',
    event: 'subscribed',
    resource: topic.arn,
    subscriptionArn: subscription.arn,
    protocol,
    endpoint,
    confirmed: subscription.confirmed,
  });
  if (!subscription.confirmed) sns.deliveries.announcer.announce(subscription, 'SubscriptionConfirmation');
  return answer(subscription, input);
}

function readAttributes(topic: TopicRecord, input: SubscribeInput): Record<string, string> {
  const { Protocol: protocol = '', Endpoint: endpoint = '', Attributes: given = {} } = input;
  const filterPolicyScope = (given['FilterPolicyScope'] ?? 'MessageAttributes') as FilterPolicyScope;
  const traits = {
    topicArn: topic.arn,
    protocol,
    endpoint,
    filterPolicyScope,
    prefix: 'Attributes Reason: ',
  };
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const read = readSubscriptionAttribute(name, value, traits);
    if (read !== undefined) attributes[name] = read;
  }
  return attributes;
}

function find(sns: Sns, topic: TopicRecord, protocol: string, endpoint: string): SubscriptionRecord | undefined {
  for (const subscription of sns.store.subscriptionsOf(topic.arn)) {
    if (subscription.endpoint === endpoint && subscription.protocol === protocol) return subscription;
  }
  return undefined;
}

/** Subscribing twice gives the first subscription, unless it asks for something else. */
function checkSame(existing: SubscriptionRecord, attributes: Record<string, string>): SubscriptionRecord {
  const defaults: Record<string, string> = { RawMessageDelivery: 'false', FilterPolicyScope: 'MessageAttributes' };
  for (const [name, value] of Object.entries(attributes)) {
    if ((existing.attributes[name] ?? defaults[name]) !== value) {
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    }
  }
  return existing;
}

function create(
  sns: Sns,
  call: Call,
  topic: TopicRecord,
  given: Pick<SubscriptionRecord, 'protocol' | 'endpoint' | 'attributes'>,
): SubscriptionRecord {
  const confirmed = !MUST_CONFIRM.has(given.protocol);
  return {
    ...given,
    arn: `${topic.arn}:${sns.random.uuid()}`,
    topicArn: topic.arn,
    owner: sns.surroundings.accountId,
    principal: call.caller.principal,
    confirmed,
    confirmationWasAuthenticated: confirmed,
    authenticateOnUnsubscribe: false,
    token: sns.random.hex(TOKEN_DIGITS),
    createdAt: sns.surroundings.clock.now(),
  };
}

function answer({ arn, confirmed }: SubscriptionRecord, { ReturnSubscriptionArn: always }: SubscribeInput) {
  return { SubscriptionArn: confirmed || always ? arn : 'pending confirmation' };
}
