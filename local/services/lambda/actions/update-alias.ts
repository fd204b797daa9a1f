import { checkRouting, knownAlias, saveAlias } from '../aliases.ts';
import { staleRevision } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { UpdateAliasRequest } from '@aws-sdk/client-lambda';

export function updateAlias(lambda: Lambda, input: UpdateAliasRequest, call: Call): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:UpdateAlias');
  const alias = knownAlias(record, input.Name);
  if (input.RevisionId !== undefined && input.RevisionId !== alias.revisionId) throw staleRevision();
  const functionVersion = input.FunctionVersion ?? alias.functionVersion;
  const routing = input.RoutingConfig ?? alias.routing;
  checkRouting(record, functionVersion, routing);
  return saveAlias(lambda, record, {
    ...alias,
    functionVersion,
    description: input.Description ?? alias.description,
    routing,
    revisionId: lambda.surroundings.random.uuid(),
  });
}
