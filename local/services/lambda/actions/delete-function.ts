import { AwsError } from '../../aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { functionNotFound } from '../target.ts';
import { targetOf } from './target-of.ts';
import type { DeleteFunctionRequest } from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

/** Deletes a function, or one of its versions. */
export function deleteFunction(lambda: Lambda, input: DeleteFunctionRequest, call: Call): undefined {
  const { record, qualifier, settings } = targetOf(lambda, input, call, 'lambda:DeleteFunction', ({ plainArn }) =>
    functionNotFound(plainArn),
  );
  if (qualifier === '$LATEST') {
    if (input.Qualifier !== undefined) {
      throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
    }
    lambda.deleteFunction(settings.functionName);
    return undefined;
  }
  if (record.aliases[qualifier] !== undefined) {
    throw invalidParameter('Deletion of aliases is not currently supported.');
  }
  const alias = Object.values(record.aliases).find((each) => each.functionVersion === qualifier);
  if (alias !== undefined) {
    throw new AwsError(
      'ResourceConflictException',
      `Unable to delete version because the following aliases reference it: [${alias.name}]`,
      { status: 409 },
    );
  }
  const versions = { ...record.versions };
  delete versions[qualifier];
  lambda.putFunction({ ...record, versions });
  return undefined;
}
