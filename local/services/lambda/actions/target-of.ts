import { AwsError } from '../../aws-error.ts';
import { functionPolicy } from '../policy.ts';
import { required } from '../required.ts';
import { refuseForeign, type Target } from '../target.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

/** A function, version or alias that is not there. */
export interface Absent {
  /** With a qualifier. */
  readonly arn: string;
  readonly plainArn: string;
  /** Whether there is the function, without that version or alias. */
  readonly functionKnown: boolean;
}

/**
 * The function an input names, after the caller has shown the right to `action` on it.
 *
 * @param absent what this action says of one that is not there
 */
export function targetOf(
  lambda: Lambda,
  input: { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined },
  call: Call,
  action: string,
  absent?: (what: Absent) => AwsError,
): Target {
  const reference = lambda.reference(required('functionName', input.FunctionName), input.Qualifier);
  refuseForeign(lambda, reference, action, call);
  const { name, qualifier } = reference;
  const arn = lambda.functionArn(name);
  const qualified = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  call.authorize({
    action,
    resource: qualified,
    policy: functionPolicy(lambda.store.functions.get(name), qualifier),
  });
  try {
    return lambda.resolve(name, qualifier);
  } catch (error) {
    if (absent === undefined || !(error instanceof AwsError) || error.status !== 404) throw error;
    throw absent({
      arn: `${arn}:${qualifier ?? '$LATEST'}`,
      plainArn: arn,
      functionKnown: lambda.store.functions.has(name),
    });
  }
}
