import { checkUrlInput, knownFunctionUrl, noFunctionUrl } from '../function-urls.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { CreateFunctionUrlConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<CreateFunctionUrlConfigRequest>;

export function deleteFunctionUrlConfig(lambda: Lambda, input: Input, call: Call): undefined {
  checkUrlInput(input);
  const target = targetOf(lambda, input, call, 'lambda:DeleteFunctionUrlConfig', noFunctionUrl);
  knownFunctionUrl(target);
  const urls = { ...target.record.urls };
  delete urls[target.qualifier];
  lambda.putFunction({ ...target.record, urls });
  return undefined;
}
