import { invalidParameter } from '../errors.ts';
import { checkRevision, grant, unknownGrantee } from '../permissions.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { AddPermissionRequest } from '@aws-sdk/client-lambda';

export function addPermission(lambda: Lambda, input: AddPermissionRequest, call: Call): Record<string, unknown> {
  const target = targetOf(lambda, input, call, 'lambda:AddPermission', unknownGrantee);
  if (target.invokedArn.endsWith(':$LATEST')) {
    throw invalidParameter('We currently do not support adding policies for $LATEST.');
  }
  checkRevision(target, input.RevisionId);
  return { Statement: JSON.stringify(grant(lambda, input)) };
}
