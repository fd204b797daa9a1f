import { checkPhoneNumber } from '../phone-number.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { OptInPhoneNumberInput, OptInPhoneNumberResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html */
export function optInPhoneNumber(_: Sns, input: OptInPhoneNumberInput, call: Call): OptInPhoneNumberResponse {
  call.authorize({ action: 'sns:OptInPhoneNumber', resource: '*' });
  checkPhoneNumber(input.phoneNumber);
  return {};
}
