import { AwsError } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { isPhoneNumber } from '../phone-number.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type {
  CheckIfPhoneNumberIsOptedOutInput,
  CheckIfPhoneNumberIsOptedOutResponse,
  GetSMSAttributesInput,
  GetSMSAttributesResponse,
  GetSMSSandboxAccountStatusInput,
  GetSMSSandboxAccountStatusResult,
  ListOriginationNumbersRequest,
  ListOriginationNumbersResult,
  ListPhoneNumbersOptedOutInput,
  ListPhoneNumbersOptedOutResponse,
  ListSMSSandboxPhoneNumbersInput,
  ListSMSSandboxPhoneNumbersResult,
  OptInPhoneNumberInput,
  OptInPhoneNumberResponse,
  SetSMSAttributesInput,
  SetSMSAttributesResponse,
} from '@aws-sdk/client-sns';

const NAMES = new Set([
  'DefaultSenderID',
  'DefaultSMSType',
  'DeliveryStatusIAMRole',
  'DeliveryStatusSuccessSamplingRate',
  'MonthlySpendLimit',
  'UsageReportS3Bucket',
]);

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetSMSAttributes.html */
export function getSmsAttributes(sns: Sns, input: GetSMSAttributesInput, call: Call): GetSMSAttributesResponse {
  call.authorize({ action: 'sns:GetSMSAttributes', resource: '*' });
  const all = { MonthlySpendLimit: '1', ...sns.store.smsAttributes };
  const asked = new Set(input.attributes);
  if (asked.size === 0) return { attributes: all };
  return { attributes: Object.fromEntries(Object.entries(all).filter(([name]) => asked.has(name))) };
}

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
  checkPhone(input.phoneNumber);
  return { isOptedOut: false };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListPhoneNumbersOptedOut.html */
export function listPhoneNumbersOptedOut(
  _: Sns,
  __: ListPhoneNumbersOptedOutInput,
  call: Call,
): ListPhoneNumbersOptedOutResponse {
  call.authorize({ action: 'sns:ListPhoneNumbersOptedOut', resource: '*' });
  return { phoneNumbers: [] };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html */
export function optInPhoneNumber(_: Sns, input: OptInPhoneNumberInput, call: Call): OptInPhoneNumberResponse {
  call.authorize({ action: 'sns:OptInPhoneNumber', resource: '*' });
  checkPhone(input.phoneNumber);
  return {};
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListOriginationNumbers.html */
export function listOriginationNumbers(
  _: Sns,
  __: ListOriginationNumbersRequest,
  call: Call,
): ListOriginationNumbersResult {
  call.authorize({ action: 'sns:ListOriginationNumbers', resource: '*' });
  return { PhoneNumbers: [] };
}

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

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListSMSSandboxPhoneNumbers.html */
export function listSmsSandboxPhoneNumbers(
  _: Sns,
  __: ListSMSSandboxPhoneNumbersInput,
  call: Call,
): ListSMSSandboxPhoneNumbersResult {
  call.authorize({ action: 'sns:ListSMSSandboxPhoneNumbers', resource: '*' });
  return { PhoneNumbers: [] };
}

function checkPhone(phone = ''): void {
  if (!isPhoneNumber(phone)) {
    throw invalidParameter('PhoneNumber Reason: input incorrectly formatted');
  }
}
