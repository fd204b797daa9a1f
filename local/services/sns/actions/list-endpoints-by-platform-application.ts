import { pageOf } from '../page.ts';
import { findPlatformApplication } from '../platform-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PlatformEndpointRecord } from '../store.ts';
import type {
  Endpoint,
  ListEndpointsByPlatformApplicationInput,
  ListEndpointsByPlatformApplicationResponse,
} from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html */
export function listEndpointsByPlatformApplication(
  sns: Sns,
  input: ListEndpointsByPlatformApplicationInput,
  call: Call,
): ListEndpointsByPlatformApplicationResponse {
  call.authorize({ action: 'sns:ListEndpointsByPlatformApplication', resource: '*' });
  const { arn } = findPlatformApplication(sns, input.PlatformApplicationArn);
  const { items, nextToken } = pageOf(sns.store.platformEndpointsOf(arn), input.NextToken);
  return { Endpoints: items.map(listed), NextToken: nextToken };
}

function listed({ arn, attributes }: PlatformEndpointRecord): Endpoint {
  return { EndpointArn: arn, Attributes: { ...attributes } };
}
