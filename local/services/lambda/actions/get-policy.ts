import { resourceNotFound } from '../errors.ts';
import { functionPolicy } from '../policy.ts';
import { functionNotFound } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { AwsError } from '../../aws-error.ts';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';
import type { GetPolicyRequest } from '@aws-sdk/client-lambda';

export function getPolicy(lambda: Lambda, input: GetPolicyRequest, call: Call): Record<string, unknown> {
  const { record, qualifier } = targetOf(lambda, input, call, 'lambda:GetPolicy', ({ plainArn, functionKnown }) =>
    functionKnown ? noPolicy() : functionNotFound(plainArn),
  );
  const policy = functionPolicy(record, qualifier);
  if (policy === undefined) throw noPolicy();
  return { Policy: JSON.stringify({ ...policy, Id: 'default' }), RevisionId: record.latest.revisionId };
}

function noPolicy(): AwsError {
  return resourceNotFound('The resource you requested does not exist.');
}
