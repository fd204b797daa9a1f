import { checkUrlInput, addFunctionUrl, noUrlFunction } from '../function-urls.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { CreateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<CreateFunctionUrlConfigRequest>;

export function createFunctionUrlConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  checkUrlInput(input);
  targetOf(lambda, input, call, 'lambda:CreateFunctionUrlConfig', noUrlFunction);
  return addFunctionUrl(lambda, input);
}
