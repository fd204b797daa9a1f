import { grant } from '../permissions.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { AddPermissionRequest } from '@aws-sdk/client-lambda';

export function addPermission(lambda: Lambda, input: AddPermissionRequest, call: Call): Record<string, unknown> {
  targetOf(lambda, input, call, 'lambda:AddPermission');
  return { Statement: JSON.stringify(grant(lambda, input)) };
}
