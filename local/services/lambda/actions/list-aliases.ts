import { aliasOutput } from '../aliases.ts';
import { page } from '../page.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { ListAliasesRequest } from '@aws-sdk/client-lambda';

export function listAliases(lambda: Lambda, input: ListAliasesRequest, call: Call): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:ListAliases');
  const all = Object.values(record.aliases).filter(
    (alias) => input.FunctionVersion === undefined || alias.functionVersion === input.FunctionVersion,
  );
  const { items, next } = page(all, (alias) => alias.name, input.Marker, input.MaxItems, 50);
  return { Aliases: items.map((alias) => aliasOutput(record, alias)), ...(next !== undefined && { NextMarker: next }) };
}
