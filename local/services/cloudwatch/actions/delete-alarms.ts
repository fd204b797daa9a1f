import { resourceNotFound } from '../errors.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { DeleteAlarmsInput } from '@aws-sdk/client-cloudwatch';

/**
 * Deletes alarms: all of them, or none if one is not there.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export function deleteAlarms(cloudwatch: CloudWatch, input: DeleteAlarmsInput, call: Call): void {
  const names = input.AlarmNames ?? [];
  for (const name of names) {
    call.authorize({ action: 'cloudwatch:DeleteAlarms', resource: cloudwatch.alarmArn(name) });
  }
  const unknown = names.filter((name) => !cloudwatch.store.alarms.has(name));
  if (unknown.length > 0) throw resourceNotFound(`Alarms [${unknown.join(', ')}] do not exist`);
  for (const name of names) {
    cloudwatch.store.apply({ kind: 'alarm-deleted', name });
    const resource = cloudwatch.alarmArn(name);
    cloudwatch.surroundings.journal({ service: 'cloudwatch', event: 'alarm-deleted', resource, alarmName: name });
  }
  cloudwatch.evaluator.composites();
}
