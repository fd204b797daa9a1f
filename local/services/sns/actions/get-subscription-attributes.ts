import { subscriptionAttributes } from '../subscription-attributes.ts';
import { findSubscription } from '../subscription-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { GetSubscriptionAttributesInput, GetSubscriptionAttributesResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export function getSubscriptionAttributes(
  sns: Sns,
  input: GetSubscriptionAttributesInput,
  call: Call,
): GetSubscriptionAttributesResponse {
  call.authorize({ action: 'sns:GetSubscriptionAttributes', resource: '*' });
  return { Attributes: subscriptionAttributes(sns.store, findSubscription(sns, input.SubscriptionArn)) };
}
