import { AwsError } from '../aws-error.ts';
import type { Caller, Demand } from '../service.ts';

/** Why: an explicit deny, or the lack of anybody's leave. */
export type Reason = 'identity-deny' | 'resource-deny' | 'identity-silent' | 'resource-silent';

/** Code and status that each service gives a refusal. */
const codes: Readonly<Record<string, { readonly code: string; readonly status: number; readonly queryCode?: string }>> =
  {
    dynamodb: { code: 'AccessDeniedException', status: 400 },
    // `iam:PassRole`, which a schedule asks for, is refused in the words of the scheduler.
    iam: { code: 'AccessDeniedException', status: 403 },
    lambda: { code: 'AccessDeniedException', status: 403 },
    logs: { code: 'AccessDeniedException', status: 400 },
    scheduler: { code: 'AccessDeniedException', status: 403 },
    sqs: { code: 'AccessDeniedException', status: 403, queryCode: 'AccessDenied' },
  };

/** In the words of https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied({ principal }: Caller, { action, resource }: Demand, reason: Reason): AwsError {
  const { code, ...options } = codes[action.split(':')[0]!] ?? { code: 'AccessDenied', status: 403 };
  const why = {
    'identity-deny': 'with an explicit deny in an identity-based policy',
    'resource-deny': 'with an explicit deny in a resource-based policy',
    'identity-silent': `because no identity-based policy allows the ${action} action`,
    'resource-silent': `because no resource-based policy allows the ${action} action`,
  }[reason];
  const message = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return new AwsError(code, message, options);
}
