import { AwsError } from '../aws-error.ts';
import type { Demand } from '../service.ts';

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

/** How services write actions that they do not write as IAM does. */
const spellings: Readonly<Record<string, (action: string) => string>> = {
  sns: (action) => action.replace(/^sns:/, 'SNS:'),
  sqs: (action) => action.toLowerCase(),
};

/**
 * In the words of https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 *
 * @param user ARN of the caller as STS names it: a role's session, or a service
 */
export function accessDenied(user: string, { action: asked, resource }: Demand, reason: Reason): AwsError {
  const service = asked.split(':')[0]!;
  const { code, ...options } = codes[service] ?? { code: 'AccessDenied', status: 403 };
  const action = spellings[service]?.(asked) ?? asked;
  const why = {
    'identity-deny': 'with an explicit deny in an identity-based policy',
    'resource-deny': 'with an explicit deny in a resource-based policy',
    'identity-silent': `because no identity-based policy allows the ${action} action`,
    'resource-silent': `because no resource-based policy allows the ${action} action`,
  }[reason];
  const message = `User: ${user} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return new AwsError(code, message, options);
}
