import { findPlatformEndpoint } from '../platform-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { GetEndpointAttributesInput, GetEndpointAttributesResponse } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html */
export function getEndpointAttributes(
  sns: Sns,
  input: GetEndpointAttributesInput,
  call: Call,
): GetEndpointAttributesResponse {
  call.authorize({ action: 'sns:GetEndpointAttributes', resource: '*' });
  return { Attributes: { ...findPlatformEndpoint(sns, input.EndpointArn).attributes } };
}
