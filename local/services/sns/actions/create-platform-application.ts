import { isDeepStrictEqual } from 'node:util';
import { invalidParameter } from '../errors.ts';
import { checkCredentials, readPlatformApplicationAttributes } from '../platform-application-attributes.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { CreatePlatformApplicationInput, CreatePlatformApplicationResponse } from '@aws-sdk/client-sns';

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
  const attributes = { Enabled: 'true', ...readPlatformApplicationAttributes(given) };
  const existing = sns.store.platformApplications.get(arn);
  if (existing !== undefined) {
    if (!isDeepStrictEqual(existing.attributes, attributes)) {
      throw invalidParameter(
        'Attributes Reason: An application with the same name but different properties already exists',
      );
    }
    return { PlatformApplicationArn: arn };
  }
  sns.store.apply({ kind: 'platform-application', application: { arn, platform, attributes } });
  journal({ service: 'sns', event: 'application-created', resource: arn, attributes });
  return { PlatformApplicationArn: arn };
}

function checkName(name: string): void {
  if (name === '') throw invalidParameter(`${name} Reason: cannot be empty`);
  if (name.length > 256) throw invalidParameter(`${name} Reason: must be at most 256 characters long`);
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    throw invalidParameter(`${name} Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'`);
  }
}
