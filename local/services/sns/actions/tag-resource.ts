import { taggedTopic } from '../tagged-topic.ts';
import { checkTagCount, readTags } from '../tags.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export function tagResource(sns: Sns, input: TagResourceRequest, call: Call): TagResourceResponse {
  const topic = taggedTopic(sns, call, 'TagResource', input.ResourceArn);
  const tags = { ...topic.tags, ...readTags(input.Tags ?? []) };
  checkTagCount(tags);
  sns.store.apply({ kind: 'topic', topic: { ...topic, tags } });
  return {};
}
