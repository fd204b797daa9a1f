import { policyNotFound } from '../permissions.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { RemovePermissionRequest } from '@aws-sdk/client-lambda';

export function removePermission(lambda: Lambda, input: RemovePermissionRequest, call: Call): undefined {
  const { record, qualifier } = targetOf(lambda, input, call, 'lambda:RemovePermission');
  const statements = record.policies[qualifier] ?? [];
  const left = statements.filter((statement) => statement.Sid !== input.StatementId);
  if (left.length === statements.length) {
    throw policyNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  lambda.putFunction({ ...record, policies: { ...record.policies, [qualifier]: left } });
  return undefined;
}
