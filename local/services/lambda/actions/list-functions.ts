import { configurationOutput } from '../function-output.ts';
import { page } from '../page.ts';
import type { ListFunctionsRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function listFunctions(lambda: Lambda, input: ListFunctionsRequest, call: Call): Record<string, unknown> {
  call.authorize({ action: 'lambda:ListFunctions', resource: '*' });
  const all = [...lambda.store.functions.values()].flatMap((record) =>
    input.FunctionVersion === 'ALL' ? [record.latest, ...Object.values(record.versions)] : [record.latest],
  );
  const { items, next } = page(all, (fn) => `${fn.functionName}:${fn.version}`, input.Marker, input.MaxItems, 50);
  return { Functions: items.map(configurationOutput), ...(next !== undefined && { NextMarker: next }) };
}
