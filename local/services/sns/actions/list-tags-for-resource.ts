import { taggedTopic } from '../tagged-topic.ts';
import { tagList } from '../tags.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
export function listTagsForResource(
  sns: Sns,
  input: ListTagsForResourceRequest,
  call: Call,
): ListTagsForResourceResponse {
  return { Tags: tagList(taggedTopic(sns, call, 'ListTagsForResource', input.ResourceArn).tags) };
}
