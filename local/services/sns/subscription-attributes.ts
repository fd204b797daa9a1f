import { NotSimulated } from '../aws-error.ts';
import { isObject } from '../json-object.ts';
import { checkSubscriptionDelivery, effectiveSubscriptionDelivery, subscriptionDelivery } from './delivery-policy.ts';
import { invalidParameter } from './errors.ts';
import { NestedPolicyFault, validatePolicy, type FilterPolicyScope } from './filter/validate-policy.ts';
import { FilterPolicyFault } from './filter/validate-rule.ts';
import { isFifoArn } from './topic-arn.ts';
import type { SnsStore, SubscriptionRecord } from './store.ts';

/** What an attribute is checked against. */
export interface SubscriptionTraits {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** As it will be in force. */
  readonly filterPolicyScope: FilterPolicyScope;
  /** `Attributes Reason: ` in Subscribe, nothing in SetSubscriptionAttributes. */
  readonly prefix: string;
}

const MAXIMUM_POLICY_BYTES = 262_144;
const RAW_PROTOCOLS = new Set(['sqs', 'http', 'https', 'firehose']);

/**
 * Checks one attribute.
 *
 * @returns the value to keep, or undefined to unset the attribute
 * @throws AwsError `InvalidParameter`, `NotSimulated`
 */
export function readSubscriptionAttribute(name: string, value: string, traits: SubscriptionTraits): string | undefined {
  switch (name) {
    case 'RawMessageDelivery':
      return readRaw(value, traits);
    case 'FilterPolicy':
      return readFilterPolicy(value, traits);
    case 'FilterPolicyScope':
      if (value !== 'MessageBody' && value !== 'MessageAttributes') {
        throw invalidParameter(
          `${traits.prefix}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
        );
      }
      return value;
    case 'RedrivePolicy':
      return readRedrivePolicy(value, traits);
    case 'DeliveryPolicy':
      return readDeliveryPolicy(value, traits);
    case 'SubscriptionRoleArn':
      return value;
    case 'ReplayPolicy':
      throw new NotSimulated('Replaying archived SNS messages (ReplayPolicy)');
    default:
      throw invalidParameter(`${traits.prefix}AttributeName`);
  }
}

/** What GetSubscriptionAttributes answers. */
export function subscriptionAttributes(store: SnsStore, subscription: SubscriptionRecord): Record<string, string> {
  const { attributes, arn, confirmed, confirmationWasAuthenticated } = subscription;
  const { FilterPolicyScope: scope, DeliveryPolicy: delivery, ...rest } = attributes;
  const topicDelivery = store.topics.get(subscription.topicArn)?.attributes['DeliveryPolicy'];
  return {
    RawMessageDelivery: 'false',
    ...rest,
    ...(attributes['FilterPolicy'] !== undefined && { FilterPolicyScope: scope ?? 'MessageAttributes' }),
    ...(delivery !== undefined && { DeliveryPolicy: JSON.stringify(subscriptionDelivery(delivery)) }),
    ...(subscription.protocol.startsWith('http') && {
      EffectiveDeliveryPolicy: JSON.stringify(effectiveSubscriptionDelivery(topicDelivery, delivery)),
    }),
    ConfirmationWasAuthenticated: String(confirmationWasAuthenticated),
    Endpoint: subscription.endpoint,
    Owner: subscription.owner,
    PendingConfirmation: String(!confirmed),
    Protocol: subscription.protocol,
    SubscriptionArn: arn,
    SubscriptionPrincipal: subscription.principal,
    TopicArn: subscription.topicArn,
  };
}

function readRaw(value: string, { prefix, protocol }: SubscriptionTraits): string {
  const raw = value.toLowerCase();
  if (raw !== 'true' && raw !== 'false') {
    throw invalidParameter(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  if (raw === 'true' && !RAW_PROTOCOLS.has(protocol)) {
    throw invalidParameter(`${prefix}Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
  return raw;
}

function readFilterPolicy(value: string, { prefix, filterPolicyScope }: SubscriptionTraits): string | undefined {
  if (value === '') return undefined;
  if (Buffer.byteLength(value) > MAXIMUM_POLICY_BYTES) {
    throw invalidParameter(`${prefix}FilterPolicy: Filter policy is too long`);
  }
  const policy = parseJson(value, `${prefix}FilterPolicy`);
  if (!isObject(policy)) throw invalidParameter(`${prefix}FilterPolicy: Filter is not an object`);
  if (Object.keys(policy).length === 0) return undefined;
  try {
    validatePolicy(policy, filterPolicyScope);
  } catch (cause) {
    if (cause instanceof NestedPolicyFault) throw invalidParameter(`${prefix}${cause.message}`, { cause });
    if (cause instanceof FilterPolicyFault) {
      throw invalidParameter(`${prefix}FilterPolicy: ${cause.message}`, { cause });
    }
    throw cause;
  }
  return value;
}

function readRedrivePolicy(value: string, { prefix, topicArn, endpoint }: SubscriptionTraits): string | undefined {
  if (value === '') return undefined;
  const policy = parseJson(value, `${prefix}RedrivePolicy`);
  const target = isObject(policy) ? policy['deadLetterTargetArn'] : undefined;
  if (target === undefined && isObject(policy) && Object.keys(policy).length === 0) return undefined;
  if (typeof target !== 'string' || !/^arn:[^:]+:sqs:[^:]+:\d+:[^:]+$/.test(target)) {
    throw invalidParameter(`${prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  }
  if (isFifoArn(topicArn) && isFifoArn(endpoint) && !isFifoArn(target)) {
    throw invalidParameter(
      `${prefix}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.`,
    );
  }
  return value;
}

function readDeliveryPolicy(value: string, { prefix, protocol }: SubscriptionTraits): string | undefined {
  if (value === '') return undefined;
  if (!protocol.startsWith('http')) {
    throw invalidParameter(`${prefix}DeliveryPolicy: can only be set for HTTP(S) subscriptions`);
  }
  checkSubscriptionDelivery(value, prefix);
  return value;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidParameter(`${name}: failed to parse JSON. ${(cause as Error).message}`, { cause });
  }
}
