import { targetOf } from './target-of.ts';
import type { GetFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function getFunctionConcurrency(
  lambda: Lambda,
  input: GetFunctionConcurrencyRequest,
  call: Call,
): Record<string, unknown> {
  const { record } = targetOf(lambda, input, call, 'lambda:GetFunctionConcurrency');
  return record.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: record.reservedConcurrency };
}
