import { NotSimulated } from '../../aws-error.ts';
import { checkUrlInput, knownFunctionUrl, saveFunctionUrl, noUrlFunction } from '../function-urls.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { CreateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<CreateFunctionUrlConfigRequest>;

export function updateFunctionUrlConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  checkUrlInput(input);
  const target = targetOf(lambda, input, call, 'lambda:UpdateFunctionUrlConfig', noUrlFunction);
  if (input.InvokeMode === 'RESPONSE_STREAM') throw new NotSimulated('A function URL with InvokeMode RESPONSE_STREAM');
  const url = knownFunctionUrl(target);
  return saveFunctionUrl(lambda, target, {
    ...url,
    authType: input.AuthType ?? url.authType,
    cors: input.Cors ?? url.cors,
    lastModified: new Date(lambda.surroundings.clock.now()).toISOString(),
  });
}
