import { AwsError } from '../aws-error.ts';
import { invalidMember, invalidParameter, resourceNotFound } from './errors.ts';
import { required } from './required.ts';
import { functionNotFound } from './target.ts';
import type { Alias, FunctionRecord } from './function-record.ts';
import type { Lambda } from './lambda.ts';
import type { AliasRoutingConfiguration, CreateAliasRequest } from '@aws-sdk/client-lambda';

export function addAlias(lambda: Lambda, input: CreateAliasRequest): Record<string, unknown> {
  const { record } = lambda.resolve(required('functionName', input.FunctionName));
  const name = required('name', input.Name);
  const functionVersion = required('functionVersion', input.FunctionVersion);
  checkRouting(record, functionVersion, input.RoutingConfig);
  if (!/^(?![0-9]+$)[a-zA-Z0-9-_]+$/.test(name)) {
    throw invalidMember('name', name, 'satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)');
  }
  if (record.aliases[name] !== undefined) {
    throw new AwsError('ResourceConflictException', `Alias already exists: ${aliasArn(record, name)}`, {
      status: 409,
      fields: { Type: 'User' },
    });
  }
  const alias: Alias = {
    name,
    functionVersion,
    description: input.Description ?? '',
    routing: input.RoutingConfig,
    revisionId: lambda.surroundings.random.uuid(),
  };
  return saveAlias(lambda, record, alias);
}

/**
 * Checks the version of an alias and the weight of a second one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export function checkRouting(
  record: FunctionRecord,
  version: string,
  routing: AliasRoutingConfiguration | undefined,
): void {
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (weights.length > 1)
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  for (const [other, weight] of weights) {
    const shown = `1 validation error detected: Value '{${other}=${Number.isInteger(weight) ? weight.toFixed(1) : weight}}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint:`;
    if (!(weight >= 0 && weight <= 1)) {
      throw new AwsError(
        'ValidationException',
        `${shown} Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]`,
      );
    }
    if (!/^[0-9]+$/.test(other)) {
      throw new AwsError(
        'ValidationException',
        `${shown} Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]`,
      );
    }
    if (other === version) {
      throw invalidParameter(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
    }
    if (version === '$LATEST')
      throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  for (const each of [version, ...weights.map(([other]) => other)]) checkVersion(record, each);
}

function checkVersion(record: FunctionRecord, version: string): void {
  if (version === '$LATEST' || record.versions[version] !== undefined) return;
  throw functionNotFound(`${record.latest.functionArn}:${version}`);
}

export function knownAlias(record: FunctionRecord, name: string | undefined): Alias {
  const alias = record.aliases[name ?? ''];
  if (alias !== undefined) return alias;
  throw resourceNotFound(`Cannot find alias arn: ${aliasArn(record, name ?? '')}`);
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
    ...(Object.keys(alias.routing?.AdditionalVersionWeights ?? {}).length > 0 && { RoutingConfig: alias.routing }),
    RevisionId: alias.revisionId,
  };
}
