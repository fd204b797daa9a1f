import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { SubscriptionRecord } from '../store.ts';
import type { ListSubscriptionsInput, ListSubscriptionsResponse, Subscription } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
export function listSubscriptions(sns: Sns, input: ListSubscriptionsInput, call: Call): ListSubscriptionsResponse {
  call.authorize({ action: 'sns:ListSubscriptions', resource: '*' });
  const { items, nextToken } = pageOf(sns.store.subscriptions.values(), input.NextToken);
  return { Subscriptions: items.map(listed), NextToken: nextToken };
}

/** A subscription as lists show it. */
export function listed({ arn, confirmed, owner, protocol, endpoint, topicArn }: SubscriptionRecord): Subscription {
  return {
    SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}
