import { functionReference } from '../function-arn.ts';
import { functionPolicy } from '../policy.ts';
import { required } from '../required.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { Target } from '../target.ts';

/** The function an input names, after the caller has shown the right to `action` on it. */
export function targetOf(
  lambda: Lambda,
  input: { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined },
  call: Call,
  action: string,
): Target {
  const { name, qualifier } = functionReference(required('functionName', input.FunctionName), input.Qualifier);
  const arn = lambda.functionArn(name);
  call.authorize({
    action,
    resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    policy: functionPolicy(lambda.store.functions.get(name), qualifier),
  });
  return lambda.resolve(name, qualifier);
}
