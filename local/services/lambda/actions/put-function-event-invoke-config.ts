import { checkAsyncInput } from '../async-input.ts';
import { noAsyncFunction, saveAsyncSettings } from '../async-settings.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda';

type Input = Partial<PutFunctionEventInvokeConfigRequest>;

/** Replaces the settings: what is left out gets its default. */
export function putFunctionEventInvokeConfig(lambda: Lambda, input: Input, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:PutFunctionEventInvokeConfig', noAsyncFunction);
  checkAsyncInput(lambda, target, input);
  return saveAsyncSettings(lambda, target, input);
}
