import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ListTopicsInput, ListTopicsResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export function listTopics(sns: Sns, input: ListTopicsInput, call: Call): ListTopicsResponse {
  call.authorize({ action: 'sns:ListTopics', resource: '*' });
  const { items, nextToken } = pageOf(sns.store.topics.keys(), input.NextToken);
  return { Topics: items.map((TopicArn) => ({ TopicArn })), NextToken: nextToken };
}
