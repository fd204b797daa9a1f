import { AwsError } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import type { Lambda } from '../lambda.ts';
import type { Target } from '../target.ts';

/** The function that a mapping is to feed: one that is not there is a wrong parameter. */
export function mappedFunction(lambda: Lambda, functionName: string): Target {
  try {
    return lambda.resolve(functionName);
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.status !== 404) throw cause;
    throw invalidParameter('Function does not exist', { cause });
  }
}
