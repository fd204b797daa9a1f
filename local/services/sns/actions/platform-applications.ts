import { isDeepStrictEqual } from 'node:util';
import { AwsError, NotSimulated } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { checkPlatformArn, findApplication } from '../platform-arn.ts';
import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PlatformApplicationRecord } from '../store.ts';
import type {
  CreatePlatformApplicationInput,
  CreatePlatformApplicationResponse,
  DeletePlatformApplicationInput,
  GetPlatformApplicationAttributesInput,
  GetPlatformApplicationAttributesResponse,
  ListPlatformApplicationsInput,
  ListPlatformApplicationsResponse,
  SetPlatformApplicationAttributesInput,
} from '@aws-sdk/client-sns';

const PLATFORMS = new Set([
  'ADM',
  'APNS',
  'APNS_SANDBOX',
  'APNS_VOIP',
  'APNS_VOIP_SANDBOX',
  'BAIDU',
  'GCM',
  'MACOS',
  'MACOS_SANDBOX',
  'MPNS',
  'WNS',
]);

/** No message leaves this machine, so that no secret is needed: they are taken, and not kept. */
const CREDENTIALS = new Set(['PlatformCredential', 'PlatformPrincipal']);

const KEPT = new Set([
  'AppleCertificateExpirationDate',
  'ApplePlatformBundleID',
  'ApplePlatformTeamID',
  'Enabled',
  'FailureFeedbackRoleArn',
  'SuccessFeedbackRoleArn',
  'SuccessFeedbackSampleRate',
]);

/** @see https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html */
export function createPlatformApplication(
  sns: Sns,
  input: CreatePlatformApplicationInput,
  call: Call,
): CreatePlatformApplicationResponse {
  call.authorize({ action: 'sns:CreatePlatformApplication', resource: '*' });
  const { Name: name = '', Platform: platform = '', Attributes: given = {} } = input;
  checkName(name);
  if (!PLATFORMS.has(platform)) throw invalidParameter(`Platform Reason: ${platform} is not supported`);
  checkCredentials(platform, given);
  const { region, accountId, journal } = sns.surroundings;
  const arn = `arn:aws:sns:${region}:${accountId}:app/${platform}/${name}`;
  const attributes = { Enabled: 'true', ...readAttributes(given) };
  const existing = sns.store.applications.get(arn);
  if (existing !== undefined) {
    if (!isDeepStrictEqual(existing.attributes, attributes)) {
      throw invalidParameter(
        'Attributes Reason: An application with the same name but different properties already exists',
      );
    }
    return { PlatformApplicationArn: arn };
  }
  sns.store.apply({ kind: 'application', application: { arn, platform, attributes } });
  journal({ service: 'sns', event: 'application-created', resource: arn, attributes });
  return { PlatformApplicationArn: arn };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_GetPlatformApplicationAttributes.html */
export function getPlatformApplicationAttributes(
  sns: Sns,
  input: GetPlatformApplicationAttributesInput,
  call: Call,
): GetPlatformApplicationAttributesResponse {
  call.authorize({ action: 'sns:GetPlatformApplicationAttributes', resource: '*' });
  return { Attributes: { ...findApplication(sns, input.PlatformApplicationArn).attributes } };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetPlatformApplicationAttributes.html */
export function setPlatformApplicationAttributes(
  sns: Sns,
  input: SetPlatformApplicationAttributesInput,
  call: Call,
): void {
  call.authorize({ action: 'sns:SetPlatformApplicationAttributes', resource: '*' });
  const application = findApplication(sns, input.PlatformApplicationArn);
  const attributes = { ...application.attributes, ...readAttributes(input.Attributes ?? {}) };
  sns.store.apply({ kind: 'application', application: { ...application, attributes } });
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListPlatformApplications.html */
export function listPlatformApplications(
  sns: Sns,
  input: ListPlatformApplicationsInput,
  call: Call,
): ListPlatformApplicationsResponse {
  call.authorize({ action: 'sns:ListPlatformApplications', resource: '*' });
  const { items, nextToken } = pageOf(sns.store.applications.values(), input.NextToken);
  return { PlatformApplications: items.map(listed), NextToken: nextToken };
}

/** @see https://docs.aws.amazon.com/sns/latest/api/API_DeletePlatformApplication.html */
export function deletePlatformApplication(sns: Sns, input: DeletePlatformApplicationInput, call: Call): void {
  call.authorize({ action: 'sns:DeletePlatformApplication', resource: '*' });
  const arn = checkPlatformArn(sns, 'PlatformApplicationArn', input.PlatformApplicationArn);
  if (sns.store.applications.has(arn)) sns.store.apply({ kind: 'application-deleted', arn });
}

function listed({ arn, attributes }: PlatformApplicationRecord) {
  return { PlatformApplicationArn: arn, Attributes: { ...attributes } };
}

function checkName(name: string): void {
  if (name === '') throw invalidParameter(`${name} Reason: cannot be empty`);
  if (name.length > 256) throw invalidParameter(`${name} Reason: must be at most 256 characters long`);
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    throw invalidParameter(`${name} Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'`);
  }
}

function checkCredentials(platform: string, given: Readonly<Record<string, string>>): void {
  if (Object.keys(given).length === 0) {
    throw new AwsError(
      'ValidationError',
      "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null",
    );
  }
  const credential = given['PlatformCredential'] !== undefined;
  const principal = given['PlatformPrincipal'] !== undefined;
  // Firebase knows a key alone.
  if (credential !== principal && !(platform === 'GCM' && credential)) {
    throw invalidParameter('Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal');
  }
}

function readAttributes(given: Readonly<Record<string, string>>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (CREDENTIALS.has(name)) continue;
    if (name.startsWith('Event')) throw new NotSimulated(`The event ${name} of an SNS platform application`);
    if (!KEPT.has(name)) throw invalidParameter(`Attributes Reason: Invalid attribute name: ${name}`);
    attributes[name] = value;
  }
  return attributes;
}
