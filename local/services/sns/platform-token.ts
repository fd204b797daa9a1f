import { invalidParameter } from './errors.ts';
import type { AwsError } from '../aws-error.ts';
import type { Sns } from './sns.ts';
import type { PlatformEndpointRecord } from './store.ts';

/** A token has one endpoint of an application. */
export function endpointWithToken(
  sns: Sns,
  applicationArn: string,
  token: string | undefined,
): PlatformEndpointRecord | undefined {
  for (const endpoint of sns.store.platformEndpointsOf(applicationArn)) {
    if (endpoint.attributes['Token'] === token) return endpoint;
  }
  return undefined;
}

/** `InvalidParameter` for a token that is another endpoint's, or this one's with other attributes. */
export function tokenTaken({ arn }: PlatformEndpointRecord): AwsError {
  return invalidParameter(
    `Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
  );
}
