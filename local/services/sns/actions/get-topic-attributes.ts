import { topicAttributes } from '../topic-attributes.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { GetTopicAttributesInput, GetTopicAttributesResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function getTopicAttributes(sns: Sns, input: GetTopicAttributesInput, call: Call): GetTopicAttributesResponse {
  const topic = sns.authorizedTopic(call, 'GetTopicAttributes', input.TopicArn);
  return { Attributes: topicAttributes(sns, topic) };
}
