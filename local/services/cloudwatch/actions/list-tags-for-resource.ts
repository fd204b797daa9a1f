import { resourceNotFound } from '../errors.ts';
import type { AlarmRecord } from '../alarms/alarm.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export function listTagsForResource(
  cloudwatch: CloudWatch,
  input: ListTagsForResourceInput,
  call: Call,
): ListTagsForResourceOutput {
  const { tags } = taggedAlarm(cloudwatch, input.ResourceARN, 'ListTagsForResource', call);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

/** @throws AwsError `ResourceNotFoundException` */
export function taggedAlarm(cloudwatch: CloudWatch, arn: string | undefined, action: string, call: Call): AlarmRecord {
  call.authorize({ action: `cloudwatch:${action}`, resource: arn ?? '*' });
  const name = arn?.split(':alarm:')[1];
  const alarm = name === undefined ? undefined : cloudwatch.store.alarms.get(name);
  if (alarm === undefined) throw resourceNotFound(`The resource ${arn} does not exist`);
  return alarm;
}
