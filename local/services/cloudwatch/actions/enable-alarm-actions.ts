import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { AlarmRecord } from '../alarms/alarm.ts';
import type { EnableAlarmActionsInput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export function enableAlarmActions(cloudwatch: CloudWatch, input: EnableAlarmActionsInput, call: Call): void {
  switchActions(cloudwatch, input.AlarmNames ?? [], call, true);
}

/** Names that are no alarm are passed over, as on AWS. */
export function switchActions(cloudwatch: CloudWatch, names: readonly string[], call: Call, enabled: boolean): void {
  const action = `cloudwatch:${enabled ? 'Enable' : 'Disable'}AlarmActions`;
  for (const name of names) call.authorize({ action, resource: cloudwatch.alarmArn(name) });
  for (const name of names) {
    const alarm = cloudwatch.store.alarms.get(name);
    if (alarm === undefined) continue;
    const switched = { ...alarm, input: { ...alarm.input, ActionsEnabled: enabled } } as AlarmRecord;
    cloudwatch.store.apply({ kind: 'alarm', alarm: switched });
  }
}
