import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { ListOriginationNumbersRequest, ListOriginationNumbersResult } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListOriginationNumbers.html */
export function listOriginationNumbers(
  _: Sns,
  __: ListOriginationNumbersRequest,
  call: Call,
): ListOriginationNumbersResult {
  call.authorize({ action: 'sns:ListOriginationNumbers', resource: '*' });
  return { PhoneNumbers: [] };
}
