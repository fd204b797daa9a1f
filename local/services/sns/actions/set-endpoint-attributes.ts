import { findPlatformEndpoint } from '../platform-arn.ts';
import { readPlatformEndpointAttributes } from '../platform-endpoint-attributes.ts';
import { endpointWithToken, tokenTaken } from '../platform-token.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { SetEndpointAttributesInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html */
export function setEndpointAttributes(sns: Sns, input: SetEndpointAttributesInput, call: Call): void {
  call.authorize({ action: 'sns:SetEndpointAttributes', resource: '*' });
  const endpoint = findPlatformEndpoint(sns, input.EndpointArn);
  const given = readPlatformEndpointAttributes(input.Attributes ?? {});
  const holder = endpointWithToken(sns, endpoint.applicationArn, given['Token']);
  if (holder !== undefined && holder.arn !== endpoint.arn) throw tokenTaken(holder);
  const attributes = { ...endpoint.attributes, ...given };
  sns.store.apply({ kind: 'platform-endpoint', endpoint: { ...endpoint, attributes } });
}
