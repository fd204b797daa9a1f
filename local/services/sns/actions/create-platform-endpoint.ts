import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../aws-error.ts';
import { findPlatformApplication } from '../platform-arn.ts';
import { readPlatformEndpointAttributes } from '../platform-endpoint-attributes.ts';
import { endpointWithToken, tokenTaken } from '../platform-token.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { CreateEndpointResponse, CreatePlatformEndpointInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html */
export function createPlatformEndpoint(
  sns: Sns,
  input: CreatePlatformEndpointInput,
  call: Call,
): CreateEndpointResponse {
  call.authorize({ action: 'sns:CreatePlatformEndpoint', resource: '*' });
  const application = findPlatformApplication(sns, input.PlatformApplicationArn);
  const { Token: token = '', CustomUserData: userData, Attributes: given = {} } = input;
  if (token === '') throw required('token');
  const own = readPlatformEndpointAttributes({ ...(userData !== undefined && { CustomUserData: userData }), ...given });
  const attributes = { Enabled: 'true', ...own, Token: token };
  const existing = endpointWithToken(sns, application.arn, token);
  if (existing !== undefined) {
    if (!isDeepStrictEqual(existing.attributes, attributes)) throw tokenTaken(existing);
    return { EndpointArn: existing.arn };
  }
  const arn = `${application.arn.replace(':app/', ':endpoint/')}/${sns.random.uuid()}`;
  sns.store.apply({ kind: 'platform-endpoint', endpoint: { arn, applicationArn: application.arn, attributes } });
  sns.surroundings.journal({ service: 'sns', event: 'endpoint-created', resource: arn, attributes });
  return { EndpointArn: arn };
}

function required(member: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
