import { AwsError } from '../aws-error.ts';
import { accessDenied } from '../iam/denial.ts';
import { resourceNotFound } from './errors.ts';
import type { Random } from '../../clock/random.ts';
import type { Call } from '../service.ts';
import type { FunctionReference } from './function-arn.ts';
import type { FunctionRecord, FunctionSettings } from './function-record.ts';
import type { Lambda } from './lambda.ts';

/** A function as a caller meant it: which code runs, and under what name. */
export interface Target {
  readonly record: FunctionRecord;
  readonly settings: FunctionSettings;
  /** With the qualifier it was asked for by, if any. */
  readonly invokedArn: string;
  readonly qualifier: string;
}

export function functionNotFound(arn: string): AwsError {
  return resourceNotFound(`Function not found: ${arn}`);
}

/** One account is simulated: nobody here was granted anything by the functions of another. */
export function refuseForeign(
  lambda: Lambda,
  { name, qualifier, accountId = lambda.surroundings.accountId }: FunctionReference,
  action: string,
  { caller }: Call,
): void {
  if (accountId === lambda.surroundings.accountId) return;
  const arn = `arn:aws:lambda:${lambda.surroundings.region}:${accountId}:function:${name}`;
  const resource = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  throw accessDenied(caller.principal, { action, resource }, 'resource-silent');
}

/** Follows a qualifier to the settings that run; an alias with weights draws one of its two versions. */
export function followQualifier(
  record: FunctionRecord,
  reference: FunctionReference,
  random: Pick<Random, 'next'>,
): Target {
  const arn = record.latest.functionArn;
  const qualifier = reference.qualifier;
  if (qualifier === undefined || qualifier === '$LATEST') {
    const invokedArn = qualifier === undefined ? arn : `${arn}:$LATEST`;
    return { record, settings: record.latest, invokedArn, qualifier: '$LATEST' };
  }
  const alias = record.aliases[qualifier];
  let version = alias?.functionVersion ?? qualifier;
  const weights = Object.entries(alias?.routing?.AdditionalVersionWeights ?? {});
  if (weights.length > 0 && random.next() < weights[0]![1]) version = weights[0]![0];
  const settings = version === '$LATEST' ? record.latest : record.versions[version];
  if (settings === undefined) throw functionNotFound(`${arn}:${qualifier}`);
  return { record, settings, invokedArn: `${arn}:${qualifier}`, qualifier };
}

export function staleRevision(): AwsError {
  return new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    { status: 412, fields: { Type: 'User' } },
  );
}
