import { targetOf } from './target-of.ts';
import { required } from '../required.ts';
import type { PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function putFunctionConcurrency(
  lambda: Lambda,
  input: PutFunctionConcurrencyRequest,
  call: Call,
): Record<string, unknown> {
  const { record, settings } = targetOf(lambda, input, call, 'lambda:PutFunctionConcurrency');
  const reserved = required('reservedConcurrentExecutions', input.ReservedConcurrentExecutions);
  lambda.concurrency.checkReservation(settings.functionName, reserved);
  lambda.putFunction({ ...record, reservedConcurrency: reserved });
  return { ReservedConcurrentExecutions: reserved };
}
