import { AwsError } from '../aws-error.ts';
import { required } from './required.ts';
import { functionNotFound } from './target.ts';
import type { Alias, FunctionRecord } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import type { CreateAliasRequest } from '@aws-sdk/client-lambda';

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
  return saveAlias(lambda, record, alias);
}

export function checkVersion(record: FunctionRecord, version: string): void {
  if (version === '$LATEST' || record.versions[version] !== undefined) return;
  throw functionNotFound(`${record.latest.functionArn}:${version}`);
}

export function knownAlias(record: FunctionRecord, name: string | undefined): Alias {
  const alias = record.aliases[name ?? ''];
  if (alias !== undefined) return alias;
  throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${aliasArn(record, name ?? '')}`, {
    status: 404,
    fields: { Type: 'User' },
  });
}

export function saveAlias(lambda: Lambda, record: FunctionRecord, alias: Alias): Record<string, unknown> {
  lambda.putFunction({ ...record, aliases: { ...record.aliases, [alias.name]: alias } });
  return aliasOutput(record, alias);
}

export function aliasArn(record: FunctionRecord, name: string): string {
  return `${record.latest.functionArn}:${name}`;
}

export function aliasOutput(record: FunctionRecord, alias: Alias): Record<string, unknown> {
  return {
    AliasArn: aliasArn(record, alias.name),
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    ...(alias.routing !== undefined && { RoutingConfig: alias.routing }),
    RevisionId: alias.revisionId,
  };
}
