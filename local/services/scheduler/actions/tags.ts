import { checkLength, invalid, required } from '../validation.ts';
import type { Tag } from '@aws-sdk/client-scheduler';
import type { Call } from '../../service.ts';
import type { Scheduler } from '../scheduler.ts';
import type { GroupRecord } from '../store.ts';

export interface TagsInput {
  readonly ResourceArn?: string | undefined;
  readonly Tags?: Tag[] | undefined;
  readonly TagKeys?: string[] | undefined;
}

const mostTags = 200;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_TagResource.html */
export function tagResource(scheduler: Scheduler, input: TagsInput, call: Call): Record<string, never> {
  const group = taggedGroup(scheduler, 'TagResource', input, call);
  const added = required('tags', input.Tags);
  for (const { Key } of added) checkLength('tags.member.key', required('tags.member.key', Key), 1, 128);
  const keys = new Set(added.map(({ Key }) => Key));
  const tags = [...group.tags.filter(({ Key }) => !keys.has(Key)), ...added];
  if (tags.length > mostTags) throw invalid(`A resource has at most ${mostTags} tags.`);
  scheduler.store.put('groups', group.name, { ...group, tags });
  return {};
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UntagResource.html */
export function untagResource(scheduler: Scheduler, input: TagsInput, call: Call): Record<string, never> {
  const group = taggedGroup(scheduler, 'UntagResource', input, call);
  const keys = new Set(required('tagKeys', input.TagKeys));
  scheduler.store.put('groups', group.name, { ...group, tags: group.tags.filter(({ Key }) => !keys.has(Key!)) });
  return {};
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListTagsForResource.html */
export function listTagsForResource(scheduler: Scheduler, input: TagsInput, call: Call): { Tags: readonly Tag[] } {
  return { Tags: taggedGroup(scheduler, 'ListTagsForResource', input, call).tags };
}

/** Only groups have tags. */
function taggedGroup(scheduler: Scheduler, action: string, input: TagsInput, call: Call): GroupRecord {
  const arn = required('resourceArn', input.ResourceArn);
  const [, name] = /^arn:aws[\w-]*:scheduler:[\w-]+:\d{12}:schedule-group\/([0-9a-zA-Z-_.]+)$/.exec(arn) ?? [];
  if (name === undefined) throw invalid('Provided ResourceArn is not the Arn of a schedule group.');
  call.authorize({ action: `scheduler:${action}`, resource: arn });
  return scheduler.group(name);
}
