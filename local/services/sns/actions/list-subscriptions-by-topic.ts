import { pageOf } from '../page.ts';
import { listed } from './list-subscriptions.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function listSubscriptionsByTopic(
  sns: Sns,
  input: ListSubscriptionsByTopicInput,
  call: Call,
): ListSubscriptionsByTopicResponse {
  const topic = sns.authorizedTopic(call, 'ListSubscriptionsByTopic', input.TopicArn);
  const { items, nextToken } = pageOf(sns.store.subscriptionsOf(topic.arn), input.NextToken);
  return { Subscriptions: items.map(listed), NextToken: nextToken };
}
