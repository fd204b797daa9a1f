import { asyncSettingsOutput, noAsyncFunction } from '../async-settings.ts';
import { targetOf } from './target-of.ts';
import { page } from '../page.ts';
import type { ListFunctionEventInvokeConfigsRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function listFunctionEventInvokeConfigs(
  lambda: Lambda,
  input: ListFunctionEventInvokeConfigsRequest,
  call: Call,
): Record<string, unknown> {
  const named = { FunctionName: input.FunctionName };
  const target = targetOf(lambda, named, call, 'lambda:ListFunctionEventInvokeConfigs', noAsyncFunction);
  const all = Object.entries(target.record.asyncSettings);
  const { items, next } = page(all, ([qualifier]) => qualifier, input.Marker, input.MaxItems, 50);
  return {
    FunctionEventInvokeConfigs: items.map(([qualifier, settings]) =>
      asyncSettingsOutput({ ...target, qualifier }, settings),
    ),
    ...(next !== undefined && { NextMarker: next }),
  };
}
