import { functionUrlOutput, noUrlFunction } from '../function-urls.ts';
import { targetOf } from './target-of.ts';
import { page } from '../page.ts';
import type { ListFunctionUrlConfigsRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function listFunctionUrlConfigs(
  lambda: Lambda,
  input: ListFunctionUrlConfigsRequest,
  call: Call,
): Record<string, unknown> {
  const named = { FunctionName: input.FunctionName };
  const target = targetOf(lambda, named, call, 'lambda:ListFunctionUrlConfigs', noUrlFunction);
  const all = Object.entries(target.record.urls);
  const { items, next } = page(all, ([qualifier]) => qualifier, input.Marker, input.MaxItems, 50);
  return {
    FunctionUrlConfigs: items.map(([qualifier, url]) => {
      const arn = target.settings.functionArn;
      return functionUrlOutput({ ...target, invokedArn: qualifier === '$LATEST' ? arn : `${arn}:${qualifier}` }, url);
    }),
    ...(next !== undefined && { NextMarker: next }),
  };
}
