import { resourceNotFound } from '../errors.ts';
import { checkRevision, unknownGrantee } from '../permissions.ts';
import { targetOf } from './target-of.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { RemovePermissionRequest } from '@aws-sdk/client-lambda';

export function removePermission(lambda: Lambda, input: RemovePermissionRequest, call: Call): undefined {
  const target = targetOf(lambda, input, call, 'lambda:RemovePermission', (absent) =>
    absent.functionKnown ? unknownGrantee(absent) : resourceNotFound(`No policy found for: ${absent.plainArn}`),
  );
  const { record, qualifier } = target;
  const statements = record.policies[qualifier] ?? [];
  if (statements.length === 0) throw resourceNotFound('No policy is associated with the given resource.');
  const left = statements.filter((statement) => statement.Sid !== input.StatementId);
  if (left.length === statements.length) {
    throw resourceNotFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  checkRevision(target, input.RevisionId);
  lambda.putFunction({ ...record, policies: { ...record.policies, [qualifier]: left } });
  return undefined;
}
