import { readPlatformApplicationAttributes } from '../platform-application-attributes.ts';
import { findPlatformApplication } from '../platform-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { SetPlatformApplicationAttributesInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_SetPlatformApplicationAttributes.html */
export function setPlatformApplicationAttributes(
  sns: Sns,
  input: SetPlatformApplicationAttributesInput,
  call: Call,
): void {
  call.authorize({ action: 'sns:SetPlatformApplicationAttributes', resource: '*' });
  const application = findPlatformApplication(sns, input.PlatformApplicationArn);
  const attributes = { ...application.attributes, ...readPlatformApplicationAttributes(input.Attributes ?? {}) };
  sns.store.apply({ kind: 'platform-application', application: { ...application, attributes } });
}
