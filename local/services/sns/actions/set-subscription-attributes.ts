import { readSubscriptionAttribute } from '../subscription-attributes.ts';
import { findSubscription } from '../subscription-arn.ts';
import type { FilterPolicyScope } from '../filter/validate-policy.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { SetSubscriptionAttributesInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export function setSubscriptionAttributes(sns: Sns, input: SetSubscriptionAttributesInput, call: Call): void {
  call.authorize({ action: 'sns:SetSubscriptionAttributes', resource: '*' });
  const subscription = findSubscription(sns, input.SubscriptionArn);
  const { AttributeName: name = '', AttributeValue: value = '' } = input;
  const { [name]: _, ...others } = subscription.attributes;
  const scope = name === 'FilterPolicyScope' ? value : (others['FilterPolicyScope'] ?? 'MessageAttributes');
  const traits = { ...subscription, filterPolicyScope: scope as FilterPolicyScope, prefix: '' };
  const read = readSubscriptionAttribute(name, value, traits);
  // A policy that is there already must also make sense in the new scope.
  if (name === 'FilterPolicyScope' && others['FilterPolicy'] !== undefined) {
    readSubscriptionAttribute('FilterPolicy', others['FilterPolicy'], traits);
  }
  const attributes = read === undefined ? others : { ...others, [name]: read };
  sns.store.apply({ kind: 'subscription', subscription: { ...subscription, attributes } });
  sns.surroundings.journal({
    service: 'sns',
    event: 'subscription-changed',
    resource: subscription.topicArn,
    subscriptionArn: subscription.arn,
    attribute: name,
    value,
  });
}
