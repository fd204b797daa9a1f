import { aliasOutput, knownAlias } from '../aliases.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { GetAliasRequest } from '@aws-sdk/client-lambda';

export function getAlias(lambda: Lambda, input: GetAliasRequest, call: Call): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:GetAlias');
  return aliasOutput(record, knownAlias(record, input.Name));
}
