import { checkPlatformArn } from '../platform-arn.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { DeletePlatformApplicationInput } from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_DeletePlatformApplication.html */
export function deletePlatformApplication(sns: Sns, input: DeletePlatformApplicationInput, call: Call): void {
  call.authorize({ action: 'sns:DeletePlatformApplication', resource: '*' });
  const arn = checkPlatformArn(sns, 'PlatformApplicationArn', input.PlatformApplicationArn);
  if (sns.store.platformApplications.has(arn)) sns.store.apply({ kind: 'platform-application-deleted', arn });
}
