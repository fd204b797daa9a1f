import { targetOf } from './target-of.ts';
import type { DeleteFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function deleteFunctionConcurrency(
  lambda: Lambda,
  input: DeleteFunctionConcurrencyRequest,
  call: Call,
): undefined {
  const { record } = targetOf(lambda, input, call, 'lambda:DeleteFunctionConcurrency');
  lambda.putFunction({ ...record, reservedConcurrency: undefined });
  return undefined;
}
