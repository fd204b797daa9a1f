import { checkAsyncInput } from '../async-input.ts';
import { changeAsyncSettings, knownAsyncSettings, noAsyncFunction } from '../async-settings.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

/** Changes the settings: what is left out stays. */
export function updateFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:UpdateFunctionEventInvokeConfig', noAsyncFunction);
  checkAsyncInput(lambda, target, input);
  return changeAsyncSettings(lambda, target, input, knownAsyncSettings(target));
}
