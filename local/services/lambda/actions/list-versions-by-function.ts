import { listedConfiguration } from '../function-output.ts';
import { page } from '../page.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { ListVersionsByFunctionRequest } from '@aws-sdk/client-lambda';

export function listVersionsByFunction(
  lambda: Lambda,
  input: ListVersionsByFunctionRequest,
  call: Call,
): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:ListVersionsByFunction');
  const all = [record.latest, ...Object.values(record.versions)];
  const { items, next } = page(all, (version) => version.version, input.Marker, input.MaxItems, 50);
  return {
    Versions: items.map((fn) => listedConfiguration(fn, `${fn.functionArn}:${fn.version}`)),
    ...(next !== undefined && { NextMarker: next }),
  };
}
