import { taggedAlarm } from './list-tags-for-resource.ts';
import type { AlarmRecord } from '../alarms/alarm.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { TagResourceInput, UntagResourceInput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export function tagResource(cloudwatch: CloudWatch, input: TagResourceInput, call: Call): object {
  const alarm = taggedAlarm(cloudwatch, input.ResourceARN, 'TagResource', call);
  const added = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key!, Value!]));
  return replaceTags(cloudwatch, alarm, { ...alarm.tags, ...added });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export function untagResource(cloudwatch: CloudWatch, input: UntagResourceInput, call: Call): object {
  const alarm = taggedAlarm(cloudwatch, input.ResourceARN, 'UntagResource', call);
  const removed = new Set(input.TagKeys);
  return replaceTags(
    cloudwatch,
    alarm,
    Object.fromEntries(Object.entries(alarm.tags).filter(([key]) => !removed.has(key))),
  );
}

function replaceTags(cloudwatch: CloudWatch, alarm: AlarmRecord, tags: Record<string, string>): object {
  cloudwatch.store.apply({ kind: 'alarm', alarm: { ...alarm, tags } });
  return {};
}
