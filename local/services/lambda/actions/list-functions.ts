import { invalidMember } from '../errors.ts';
import { listedConfiguration } from '../function-output.ts';
import { page } from '../page.ts';
import type { ListFunctionsRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function listFunctions(lambda: Lambda, input: ListFunctionsRequest, call: Call): Record<string, unknown> {
  call.authorize({ action: 'lambda:ListFunctions', resource: '*' });
  const versions = input.FunctionVersion === 'ALL';
  if (input.FunctionVersion !== undefined && !versions) {
    throw invalidMember('functionVersion', input.FunctionVersion, 'satisfy enum value set: [ALL]');
  }
  const all = [...lambda.store.functions.values()].flatMap((record) =>
    versions ? [record.latest, ...Object.values(record.versions)] : [record.latest],
  );
  const { items, next } = page(all, (fn) => `${fn.functionName}:${fn.version}`, input.Marker, input.MaxItems, 50);
  return {
    Functions: items.map((fn) => listedConfiguration(fn, versions ? `${fn.functionArn}:${fn.version}` : undefined)),
    ...(next !== undefined && { NextMarker: next }),
  };
}
