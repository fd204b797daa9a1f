import { NotSimulated } from '../../aws-error.ts';
import { checkAlarmName, putAlarm } from '../alarms/put-alarm.ts';
import { parseRule } from '../alarms/rule.ts';
import { missingParameter, validationError } from '../errors.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export function putCompositeAlarm(cloudwatch: CloudWatch, input: PutCompositeAlarmInput, call: Call): void {
  const name = checkAlarmName(input.AlarmName);
  call.authorize({ action: 'cloudwatch:PutCompositeAlarm', resource: cloudwatch.alarmArn(name) });
  if (input.ActionsSuppressor !== undefined) throw new NotSimulated('ActionsSuppressor of a composite alarm');
  if (input.ActionConfiguration !== undefined) throw new NotSimulated('ActionConfiguration of a CloudWatch alarm');
  if (input.AlarmRule === undefined) throw missingParameter('AlarmRule');
  const { children } = parseRule(input.AlarmRule);
  for (const child of children) {
    if (child !== name && !cloudwatch.store.alarms.has(child)) {
      throw validationError(`Could not save the composite alarm as alarms [${child}] in the alarm rule do not exist`);
    }
  }
  if (leadsTo(cloudwatch, children, name)) {
    throw validationError(`Could not save the composite alarm as its alarm rule would lead back to ${name}`);
  }
  putAlarm(cloudwatch, { kind: 'composite', name, input });
}

function leadsTo(cloudwatch: CloudWatch, names: readonly string[], target: string): boolean {
  return names.some((name) => {
    if (name === target) return true;
    const alarm = cloudwatch.store.alarms.get(name);
    return alarm?.kind === 'composite' && leadsTo(cloudwatch, parseRule(alarm.input.AlarmRule!).children, target);
  });
}
