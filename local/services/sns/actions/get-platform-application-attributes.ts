import { findPlatformApplication } from '../platform-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type {
  GetPlatformApplicationAttributesInput,
  GetPlatformApplicationAttributesResponse,
} from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetPlatformApplicationAttributes.html */
export function getPlatformApplicationAttributes(
  sns: Sns,
  input: GetPlatformApplicationAttributesInput,
  call: Call,
): GetPlatformApplicationAttributesResponse {
  call.authorize({ action: 'sns:GetPlatformApplicationAttributes', resource: '*' });
  return { Attributes: { ...findPlatformApplication(sns, input.PlatformApplicationArn).attributes } };
}
