import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ListSMSSandboxPhoneNumbersInput, ListSMSSandboxPhoneNumbersResult } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListSMSSandboxPhoneNumbers.html */
export function listSmsSandboxPhoneNumbers(
  _: Sns,
  __: ListSMSSandboxPhoneNumbersInput,
  call: Call,
): ListSMSSandboxPhoneNumbersResult {
  call.authorize({ action: 'sns:ListSMSSandboxPhoneNumbers', resource: '*' });
  return { PhoneNumbers: [] };
}
