import { checkUrlInput, functionUrlOutput, knownFunctionUrl, noFunctionUrl } from '../function-urls.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { CreateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<CreateFunctionUrlConfigRequest>;

export function getFunctionUrlConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  checkUrlInput(input);
  const target = targetOf(lambda, input, call, 'lambda:GetFunctionUrlConfig', noFunctionUrl);
  return functionUrlOutput(target, knownFunctionUrl(target));
}
