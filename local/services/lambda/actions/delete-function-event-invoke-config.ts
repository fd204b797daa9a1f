import { knownAsyncSettings, noAsyncSettings } from '../async-settings.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

export function deleteFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): undefined {
  const target = targetOf(lambda, input, call, 'lambda:DeleteFunctionEventInvokeConfig', ({ arn }) =>
    noAsyncSettings(arn),
  );
  knownAsyncSettings(target);
  const asyncSettings = { ...target.record.asyncSettings };
  delete asyncSettings[target.qualifier];
  lambda.putFunction({ ...target.record, asyncSettings });
  return undefined;
}
