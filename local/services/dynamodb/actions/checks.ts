import { AwsError } from '../../aws-error.ts';
import { Constraints, validation } from '../validation.ts';

/** Constraints that many actions share. */
export interface CommonInput {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
  readonly ReturnItemCollectionMetrics?: string | undefined;
  readonly ReturnValues?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
  readonly Select?: string | undefined;
}

const ALLOWED: Readonly<Record<Exclude<keyof CommonInput, 'TableName' | 'IndexName'>, readonly string[]>> = {
  ReturnConsumedCapacity: ['INDEXES', 'TOTAL', 'NONE'],
  ReturnItemCollectionMetrics: ['SIZE', 'NONE'],
  ReturnValues: ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'],
  ReturnValuesOnConditionCheckFailure: ['ALL_OLD', 'NONE'],
  Select: ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'],
};

/** The table's name, once it and the enumerated members have been checked; `more` adds what the action has of its own. */
export function checkCommon(input: CommonInput, more?: (constraints: Constraints) => void): string {
  if (input.TableName === '') refuseEmptyName();
  const constraints = new Constraints().required(input.TableName, 'tableName');
  checkNameMembers(constraints, input.TableName, 'tableName');
  checkNameMembers(constraints, input.IndexName, 'indexName');
  for (const [member, allowed] of Object.entries(ALLOWED)) {
    const at = member[0]!.toLowerCase() + member.slice(1);
    constraints.oneOf(input[member as keyof CommonInput], at, allowed);
  }
  more?.(constraints);
  constraints.throwIfAny();
  return input.TableName!;
}

/** The one thing that AWS says of an empty name, whatever else is wrong. */
function refuseEmptyName(): void {
  new Constraints().length('', 'tableName', 1, 1024).throwIfAny();
}

/** An ARN may stand for a table's name. */
function checkNameMembers(constraints: Constraints, name: string | undefined, at: string): void {
  if (name?.startsWith('arn:')) constraints.length(name, at, 3, 1024);
  else constraints.pattern(name, at, '[a-zA-Z0-9_.-]+').length(name, at, 3, 255);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.NamingRules */
export function requiredName(nameOrArn: string | undefined): string {
  if (nameOrArn === undefined || nameOrArn === null) {
    throw validation("The parameter 'TableName' is required but was not present in the request");
  }
  checkNameText(nameOrArn);
  return nameOrArn;
}

function checkNameText(nameOrArn: string): void {
  const isArn = nameOrArn.startsWith('arn:');
  const name = isArn ? nameOrArn.slice(nameOrArn.indexOf(':table/') + ':table/'.length) : nameOrArn;
  if (name === '') refuseEmptyName();
  new Constraints().length(name, 'tableName', 3, 255).pattern(name, 'tableName', '[a-zA-Z0-9_.-]+').throwIfAny();
  if (isArn && !/^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\//.test(nameOrArn)) {
    throw validation(`Invalid table ARN: ${nameOrArn}`);
  }
}

/** Both a required member's value and the error for its absence. */
export function required<T>(value: T | undefined | null, at: string): T {
  if (value === undefined || value === null) new Constraints().required(undefined, at).throwIfAny();
  return value!;
}

export function tableNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}
