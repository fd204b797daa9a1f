import { pageOf } from '../page.ts';
import type { Call } from '../../service.ts';
import type { Sns } from '../sns.ts';
import type { PlatformApplicationRecord } from '../store.ts';
import type {
  ListPlatformApplicationsInput,
  ListPlatformApplicationsResponse,
  PlatformApplication,
} from '@aws-sdk/client-sns';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_ListPlatformApplications.html */
export function listPlatformApplications(
  sns: Sns,
  input: ListPlatformApplicationsInput,
  call: Call,
): ListPlatformApplicationsResponse {
  call.authorize({ action: 'sns:ListPlatformApplications', resource: '*' });
  const { items, nextToken } = pageOf(sns.store.platformApplications.values(), input.NextToken);
  return { PlatformApplications: items.map(listed), NextToken: nextToken };
}

function listed({ arn, attributes }: PlatformApplicationRecord): PlatformApplication {
  return { PlatformApplicationArn: arn, Attributes: { ...attributes } };
}
