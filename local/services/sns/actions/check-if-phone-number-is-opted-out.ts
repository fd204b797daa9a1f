import { checkPhoneNumber } from '../phone-number.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { CheckIfPhoneNumberIsOptedOutInput, CheckIfPhoneNumberIsOptedOutResponse } from '@aws-sdk/client-sns';

/**
 * Text messages end in the journal, where nobody answers STOP: no number is ever opted out.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html
 */
export function checkIfPhoneNumberIsOptedOut(
  _: Sns,
  input: CheckIfPhoneNumberIsOptedOutInput,
  call: Call,
): CheckIfPhoneNumberIsOptedOutResponse {
  call.authorize({ action: 'sns:CheckIfPhoneNumberIsOptedOut', resource: '*' });
  checkPhoneNumber(input.phoneNumber);
  return { isOptedOut: false };
}
