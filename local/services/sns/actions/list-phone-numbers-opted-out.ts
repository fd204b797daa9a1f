import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ListPhoneNumbersOptedOutInput, ListPhoneNumbersOptedOutResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListPhoneNumbersOptedOut.html */
export function listPhoneNumbersOptedOut(
  _: Sns,
  __: ListPhoneNumbersOptedOutInput,
  call: Call,
): ListPhoneNumbersOptedOutResponse {
  call.authorize({ action: 'sns:ListPhoneNumbersOptedOut', resource: '*' });
  return { phoneNumbers: [] };
}
