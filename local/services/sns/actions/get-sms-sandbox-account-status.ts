import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { GetSMSSandboxAccountStatusInput, GetSMSSandboxAccountStatusResult } from '@aws-sdk/client-sns';

/**
 * Text messages to any number are taken: the account is not in the sandbox, and no number needs to be verified.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html
 */
export function getSmsSandboxAccountStatus(
  _: Sns,
  __: GetSMSSandboxAccountStatusInput,
  call: Call,
): GetSMSSandboxAccountStatusResult {
  call.authorize({ action: 'sns:GetSMSSandboxAccountStatus', resource: '*' });
  return { IsInSandbox: false };
}
