import { AwsError } from '../../aws-error.ts';
import { missingParameter, resourceNotFound, validationError } from '../errors.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';

/**
 * Puts an alarm in a state by hand; the next evaluation puts it right again.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export function setAlarmState(cloudwatch: CloudWatch, input: SetAlarmStateInput, call: Call): void {
  const { AlarmName: name = '', StateValue: value, StateReason: reason, StateReasonData: reasonData } = input;
  call.authorize({ action: 'cloudwatch:SetAlarmState', resource: cloudwatch.alarmArn(name) });
  if (reason === undefined) throw missingParameter('StateReason');
  if (value !== 'OK' && value !== 'ALARM' && value !== 'INSUFFICIENT_DATA') {
    throw validationError(
      `1 validation error detected: Value '${String(value)}' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]`,
    );
  }
  const alarm = cloudwatch.store.alarms.get(name);
  if (alarm === undefined) throw resourceNotFound(`Alarm ${name} does not exist`);
  if (reasonData !== undefined) checkJson(reasonData);
  cloudwatch.transitions.move(alarm, value, { reason, ...(reasonData !== undefined && { reasonData }) });
  cloudwatch.evaluator.composites();
}

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new AwsError('InvalidFormatFault', 'TheStateReasonData must be a valid JSON', {
      queryCode: 'InvalidFormat',
      cause,
    });
  }
}
