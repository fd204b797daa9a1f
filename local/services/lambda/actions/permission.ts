import { AwsError } from '../../aws-error.ts';
import { targetOf } from './target-of.ts';
import { functionPolicy } from '../policy.ts';
import { required } from '../required.ts';
import type { AddPermissionRequest, GetPolicyRequest, RemovePermissionRequest } from '@aws-sdk/client-lambda';
import type { Call, PolicyStatement } from '../../service.ts';
import type { Lambda } from '../lambda.ts';

export function addPermission(lambda: Lambda, input: AddPermissionRequest, call: Call): Record<string, unknown> {
  targetOf(lambda, input, call, 'lambda:AddPermission');
  return { Statement: JSON.stringify(grant(lambda, input)) };
}

/** Adds the statement that `AddPermission` would. */
export function grant(lambda: Lambda, input: AddPermissionRequest): PolicyStatement {
  const { record, qualifier, invokedArn } = lambda.resolve(required('functionName', input.FunctionName), input.Qualifier);
  const sid = required('statementId', input.StatementId);
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
    Action: required('action', input.Action),
    Resource: invokedArn,
    ...conditions(input),
  };
  lambda.putFunction({ ...record, policies: { ...record.policies, [qualifier]: [...statements, statement] } });
  return statement;
}

export function removePermission(lambda: Lambda, input: RemovePermissionRequest, call: Call): undefined {
  const { record, qualifier } = targetOf(lambda, input, call, 'lambda:RemovePermission');
  const statements = record.policies[qualifier] ?? [];
  const left = statements.filter((statement) => statement.Sid !== input.StatementId);
  if (left.length === statements.length) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  lambda.putFunction({ ...record, policies: { ...record.policies, [qualifier]: left } });
  return undefined;
}

export function getPolicy(lambda: Lambda, input: GetPolicyRequest, call: Call): Record<string, unknown> {
  const { record, qualifier } = targetOf(lambda, input, call, 'lambda:GetPolicy');
  const policy = functionPolicy(record, qualifier);
  if (policy === undefined) throw notFound('The resource you requested does not exist.');
  return { Policy: JSON.stringify({ ...policy, Id: 'default' }), RevisionId: record.latest.revisionId };
}

function principal(text: string): unknown {
  if (text === '*') return '*';
  if (/^\d{12}$/.test(text)) return { AWS: `arn:aws:iam::${text}:root` };
  return text.startsWith('arn:') ? { AWS: text } : { Service: text };
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

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, { status: 404, fields: { Type: 'User' } });
}
