import { AwsError } from '../../aws-error.ts';
import { staleRevision } from './update-function-configuration.ts';
import { targetOf } from './target-of.ts';
import { page } from '../page.ts';
import { required } from '../required.ts';
import { functionNotFound } from '../target.ts';
import type {
  CreateAliasRequest,
  DeleteAliasRequest,
  GetAliasRequest,
  ListAliasesRequest,
  UpdateAliasRequest,
} from '@aws-sdk/client-lambda';
import type { Call } from '../../service.ts';
import type { Alias, FunctionRecord } from '../function-record.ts';
import type { Lambda } from '../lambda.ts';

export function createAlias(lambda: Lambda, input: CreateAliasRequest, call: Call): Record<string, unknown> {
  targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:CreateAlias');
  return addAlias(lambda, input);
}

export function addAlias(lambda: Lambda, input: CreateAliasRequest): Record<string, unknown> {
  const { record } = lambda.resolve(required('functionName', input.FunctionName));
  const name = required('name', input.Name);
  const functionVersion = required('functionVersion', input.FunctionVersion);
  if (!/^(?![0-9]+$)[a-zA-Z0-9-_]+$/.test(name)) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)`,
    );
  }
  if (record.aliases[name] !== undefined) {
    throw new AwsError('ResourceConflictException', `Alias already exists: ${aliasArn(record, name)}`, {
      status: 409,
      fields: { Type: 'User' },
    });
  }
  checkVersion(record, functionVersion);
  const alias: Alias = {
    name,
    functionVersion,
    description: input.Description ?? '',
    routing: input.RoutingConfig,
    revisionId: lambda.surroundings.random.uuid(),
  };
  return save(lambda, record, alias);
}

export function updateAlias(lambda: Lambda, input: UpdateAliasRequest, call: Call): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:UpdateAlias');
  const alias = known(record, input.Name);
  if (input.RevisionId !== undefined && input.RevisionId !== alias.revisionId) throw staleRevision();
  if (input.FunctionVersion !== undefined) checkVersion(record, input.FunctionVersion);
  return save(lambda, record, {
    ...alias,
    functionVersion: input.FunctionVersion ?? alias.functionVersion,
    description: input.Description ?? alias.description,
    routing: input.RoutingConfig ?? alias.routing,
    revisionId: lambda.surroundings.random.uuid(),
  });
}

export function getAlias(lambda: Lambda, input: GetAliasRequest, call: Call): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:GetAlias');
  return output(record, known(record, input.Name));
}

export function listAliases(lambda: Lambda, input: ListAliasesRequest, call: Call): Record<string, unknown> {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:ListAliases');
  const all = Object.values(record.aliases).filter(
    (alias) => input.FunctionVersion === undefined || alias.functionVersion === input.FunctionVersion,
  );
  const { items, next } = page(all, (alias) => alias.name, input.Marker, input.MaxItems, 50);
  return { Aliases: items.map((alias) => output(record, alias)), ...(next !== undefined && { NextMarker: next }) };
}

export function deleteAlias(lambda: Lambda, input: DeleteAliasRequest, call: Call): undefined {
  const { record } = targetOf(lambda, { FunctionName: input.FunctionName }, call, 'lambda:DeleteAlias');
  const aliases = { ...record.aliases };
  delete aliases[required('name', input.Name)];
  lambda.putFunction({ ...record, aliases });
  return undefined;
}

function checkVersion(record: FunctionRecord, version: string): void {
  if (version === '$LATEST' || record.versions[version] !== undefined) return;
  throw functionNotFound(`${record.latest.functionArn}:${version}`);
}

function known(record: FunctionRecord, name: string | undefined): Alias {
  const alias = record.aliases[name ?? ''];
  if (alias !== undefined) return alias;
  throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${aliasArn(record, name ?? '')}`, {
    status: 404,
    fields: { Type: 'User' },
  });
}

function save(lambda: Lambda, record: FunctionRecord, alias: Alias): Record<string, unknown> {
  lambda.putFunction({ ...record, aliases: { ...record.aliases, [alias.name]: alias } });
  return output(record, alias);
}

function aliasArn(record: FunctionRecord, name: string): string {
  return `${record.latest.functionArn}:${name}`;
}

function output(record: FunctionRecord, alias: Alias): Record<string, unknown> {
  return {
    AliasArn: aliasArn(record, alias.name),
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    ...(alias.routing !== undefined && { RoutingConfig: alias.routing }),
    RevisionId: alias.revisionId,
  };
}
