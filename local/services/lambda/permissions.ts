import { AwsError } from '../aws-error.ts';
import { invalidMember, invalidParameter, resourceNotFound } from './errors.ts';
import { required } from './required.ts';
import { functionNotFound, staleRevision, type Target } from './target.ts';
import type { Absent } from './actions/target-of.ts';
import type { PolicyStatement } from '../service.ts';
import type { Lambda } from './lambda.ts';
import type { AddPermissionRequest } from '@aws-sdk/client-lambda';

/** Adds the statement that `AddPermission` would. */
export function grant(lambda: Lambda, input: AddPermissionRequest): PolicyStatement {
  const { record, qualifier, invokedArn } = lambda.resolve(
    required('functionName', input.FunctionName),
    input.Qualifier,
  );
  const sid = matching('statementId', required('statementId', input.StatementId), '([a-zA-Z0-9-_]+)');
  const statements = record.policies[qualifier] ?? [];
  if (statements.some((statement) => statement.Sid === sid)) {
    throw new AwsError(
      'ResourceConflictException',
      `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      { status: 409, fields: { Type: 'User' } },
    );
  }
  const statement = {
    Sid: sid,
    Effect: 'Allow' as const,
    Principal: principal(required('principal', input.Principal)),
    Action: matching('action', required('action', input.Action), '(lambda:[*]|lambda:[a-zA-Z]+|[*])'),
    Resource: invokedArn,
    ...conditions(input),
  };
  lambda.putFunction({ ...record, policies: { ...record.policies, [qualifier]: [...statements, statement] } });
  return statement;
}

function principal(text: string): unknown {
  if (text === '*') return '*';
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  if (/^arn:aws[\w-]*:(iam|sts)::/.test(text)) return { AWS: text };
  if (/^[\w.-]+\.amazon(aws)?\.com(\.cn)?$/.test(text)) return { Service: text };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

function matching(name: string, text: string, pattern: string): string {
  if (new RegExp(`^${pattern}$`).test(text)) return text;
  throw invalidMember(name, text, `satisfy regular expression pattern: ${pattern}`);
}

/** @throws AwsError `PreconditionFailedException` where the function changed since the caller looked */
export function checkRevision({ record, qualifier, settings }: Target, revisionId: string | undefined): void {
  if (revisionId === undefined) return;
  if (revisionId !== (record.aliases[qualifier]?.revisionId ?? settings.revisionId)) throw staleRevision();
}

/** Permissions tell an alias that is not there from a version. */
export function unknownGrantee({ arn, plainArn, functionKnown }: Absent): AwsError {
  if (!functionKnown) return functionNotFound(plainArn);
  if (/:(\d+|[^:]*\$[^:]*)$/.test(arn)) return functionNotFound(arn);
  return resourceNotFound(`Cannot find alias arn: ${arn}`);
}

function conditions(input: AddPermissionRequest): { Condition?: Record<string, Record<string, string>> } {
  const equals: Record<string, string> = {};
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount;
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID;
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken;
  if (input.FunctionUrlAuthType !== undefined) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType;
  const all: Record<string, Record<string, string>> = {};
  if (Object.keys(equals).length > 0) all['StringEquals'] = equals;
  if (input.SourceArn !== undefined) all['ArnLike'] = { 'AWS:SourceArn': input.SourceArn };
  if (input.InvokedViaFunctionUrl === true) all['Bool'] = { 'lambda:InvokedViaFunctionUrl': 'true' };
  return Object.keys(all).length > 0 ? { Condition: all } : {};
}
