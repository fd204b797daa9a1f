import { required } from '../required.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { DeleteAliasRequest } from '@aws-sdk/client-lambda';

export function deleteAlias(lambda: Lambda, input: DeleteAliasRequest, call: Call): undefined {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:DeleteAlias');
  const aliases = { ...record.aliases };
  delete aliases[required('name', input.Name)];
  lambda.putFunction({ ...record, aliases });
  return undefined;
}
