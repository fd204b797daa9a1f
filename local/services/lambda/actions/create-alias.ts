import { addAlias } from '../aliases.ts';
import { functionNotFound } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { CreateAliasRequest } from '@aws-sdk/client-lambda';

export function createAlias(lambda: Lambda, input: CreateAliasRequest, call: Call): Record<string, unknown> {
  targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:CreateAlias', ({ plainArn }) =>
    functionNotFound(`${plainArn}:${input.FunctionVersion ?? '$LATEST'}`),
  );
  return addAlias(lambda, input);
}
