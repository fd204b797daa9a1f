import { invalidParameter } from '../errors.ts';
import { functionReference } from '../function-arn.ts';
import { inRange, required } from '../required.ts';
import { functionNotFound } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { PutFunctionConcurrencyRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function putFunctionConcurrency(
  lambda: Lambda,
  input: PutFunctionConcurrencyRequest,
  call: Call,
): Record<string, unknown> {
  refuseQualified(input.FunctionName);
  const { record, settings } = targetOf(lambda, input, call, 'lambda:PutFunctionConcurrency', ({ arn }) =>
    functionNotFound(arn),
  );
  const reserved = inRange(
    'reservedConcurrentExecutions',
    required('reservedConcurrentExecutions', input.ReservedConcurrentExecutions),
    0,
    2 ** 31 - 1,
  );
  lambda.concurrency.checkReservation(settings.functionName, reserved);
  lambda.putFunction({ ...record, reservedConcurrency: reserved });
  return { ReservedConcurrentExecutions: reserved };
}

/** A reservation holds for a function with all its versions. */
function refuseQualified(functionName: string | undefined): void {
  if (functionReference(required('functionName', functionName)).qualifier === undefined) return;
  throw invalidParameter(
    'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
  );
}
