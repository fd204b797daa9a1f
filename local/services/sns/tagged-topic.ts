import { resourceNotFound } from './errors.ts';
import { checkTopicArn } from './topic-arn.ts';
import type { Call } from '../service.ts';
import type { Sns } from './sns.ts';
import type { TopicRecord } from './store.ts';

/** The topic whose tags a caller may see or change. */
export function taggedTopic(sns: Sns, call: Call, action: string, resourceArn: string | undefined): TopicRecord {
  const arn = checkTopicArn(resourceArn, sns.surroundings.region);
  call.authorize({ action: `sns:${action}`, resource: arn });
  const topic = sns.store.topics.get(arn);
  if (topic === undefined) throw resourceNotFound();
  return topic;
}
