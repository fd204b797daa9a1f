import { asyncSettingsOutput, knownAsyncSettings, noAsyncSettings } from '../async-settings.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

export function getFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:GetFunctionEventInvokeConfig', ({ arn }) =>
    noAsyncSettings(arn),
  );
  return asyncSettingsOutput(target, knownAsyncSettings(target));
}
