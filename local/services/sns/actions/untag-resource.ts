import { taggedTopic } from '../tagged-topic.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export function untagResource(sns: Sns, input: UntagResourceRequest, call: Call): UntagResourceResponse {
  const topic = taggedTopic(sns, call, 'UntagResource', input.ResourceArn);
  const removed = new Set(input.TagKeys);
  const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !removed.has(key)));
  sns.store.apply({ kind: 'topic', topic: { ...topic, tags } });
  return {};
}
