import { targetOf } from './target-of.ts';
import { configurationOutput } from '../function-output.ts';
import type { GetFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function getFunctionConfiguration(
  lambda: Lambda,
  input: GetFunctionConfigurationRequest,
  call: Call,
): Record<string, unknown> {
  const { settings, invokedArn } = targetOf(lambda, input, call, 'lambda:GetFunctionConfiguration');
  return configurationOutput(settings, invokedArn);
}
