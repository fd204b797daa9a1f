import { switchActions } from './enable-alarm-actions.ts';
import type { Call } from '../../service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import type { DisableAlarmActionsInput } from '@aws-sdk/client-cloudwatch';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html */
export function disableAlarmActions(cloudwatch: CloudWatch, input: DisableAlarmActionsInput, call: Call): void {
  switchActions(cloudwatch, input.AlarmNames ?? [], call, false);
}
