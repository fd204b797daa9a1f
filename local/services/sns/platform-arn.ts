import { AwsError } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';
import { checkTopicArn } from './topic-arn.ts';
import type { Sns } from './sns.ts';
import type { PlatformApplicationRecord, PlatformEndpointRecord } from './store.ts';

/** `app/APNS/name` has two slashes, `endpoint/APNS/name/id` three. */
const SLASHES = { PlatformApplicationArn: 2, EndpointArn: 3 };

/** @throws AwsError `InvalidParameter` for what is no ARN of its kind */
export function checkPlatformArn(sns: Sns, parameter: keyof typeof SLASHES, given: string | undefined): string {
  const arn = checkTopicArn(given, sns.surroundings.region, parameter);
  if (arn.split(':').slice(5).join(':').split('/').length !== SLASHES[parameter] + 1) {
    throw invalidParameter(`${parameter} Reason: Wrong number of slashes in relative portion of the ARN.`);
  }
  return arn;
}

/** @throws AwsError `InvalidParameter`, `NotFound` */
export function findPlatformApplication(sns: Sns, arn: string | undefined): PlatformApplicationRecord {
  const application = sns.store.platformApplications.get(checkPlatformArn(sns, 'PlatformApplicationArn', arn));
  if (application === undefined) throw new AwsError('NotFound', 'PlatformApplication does not exist', { status: 404 });
  return application;
}

/** @throws AwsError `InvalidParameter`, `NotFound` */
export function findPlatformEndpoint(sns: Sns, arn: string | undefined): PlatformEndpointRecord {
  const endpoint = sns.store.platformEndpoints.get(checkPlatformArn(sns, 'EndpointArn', arn));
  if (endpoint === undefined) throw new AwsError('NotFound', 'Endpoint does not exist', { status: 404 });
  return endpoint;
}
