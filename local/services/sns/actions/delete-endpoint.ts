import { checkPlatformArn } from '../platform-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { DeleteEndpointInput } from '@aws-sdk/client-sns';

/**
 * Deleting what is not there is no error. Subscriptions of the endpoint stay.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html
 */
export function deleteEndpoint(sns: Sns, input: DeleteEndpointInput, call: Call): void {
  call.authorize({ action: 'sns:DeleteEndpoint', resource: '*' });
  const arn = checkPlatformArn(sns, 'EndpointArn', input.EndpointArn);
  if (sns.store.platformEndpoints.has(arn)) sns.store.apply({ kind: 'platform-endpoint-deleted', arn });
}
