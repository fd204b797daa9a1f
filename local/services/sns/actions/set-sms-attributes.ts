import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { SetSMSAttributesInput, SetSMSAttributesResponse } from '@aws-sdk/client-sns';

const NAMES = new Set([
  'DefaultSenderID',
  'DefaultSMSType',
  'DeliveryStatusIAMRole',
  'DeliveryStatusSuccessSamplingRate',
  'MonthlySpendLimit',
  'UsageReportS3Bucket',
]);

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html */
export function setSmsAttributes(sns: Sns, input: SetSMSAttributesInput, call: Call): SetSMSAttributesResponse {
  call.authorize({ action: 'sns:SetSMSAttributes', resource: '*' });
  const given = input.attributes ?? {};
  for (const [name, value] of Object.entries(given)) {
    if (!NAMES.has(name)) throw new AwsError('InvalidParameter', `${name} is not a valid attribute`);
    if (name === 'DefaultSMSType' && value !== 'Promotional' && value !== 'Transactional') {
      throw new AwsError('InvalidParameter', 'DefaultSMSType is invalid');
    }
  }
  sns.store.apply({ kind: 'sms-attributes', attributes: { ...sns.store.smsAttributes, ...given } });
  return {};
}
