import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { GetSMSAttributesInput, GetSMSAttributesResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html */
export function getSmsAttributes(sns: Sns, input: GetSMSAttributesInput, call: Call): GetSMSAttributesResponse {
  call.authorize({ action: 'sns:GetSMSAttributes', resource: '*' });
  const all = { MonthlySpendLimit: '1', ...sns.store.smsAttributes };
  const asked = new Set(input.attributes);
  if (asked.size === 0) return { attributes: all };
  return { attributes: Object.fromEntries(Object.entries(all).filter(([name]) => asked.has(name))) };
}
