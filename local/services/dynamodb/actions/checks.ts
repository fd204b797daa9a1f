import { AwsError } from '../../aws-error.ts';
import { checkLegacyMembers, type LegacyMembers } from '../legacy-condition.ts';
import { Constraints, validation } from '../validation.ts';

/** Constraints that many actions share. */
export interface CommonInput extends LegacyMembers {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
  readonly AttributesToGet?: readonly string[] | undefined;
  readonly ReturnConsumedCapacity?: string | undefined;
  readonly ReturnItemCollectionMetrics?: string | undefined;
  readonly ReturnValues?: string | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
  readonly Select?: string | undefined;
}

const ALLOWED: readonly (readonly [keyof CommonInput, string, readonly string[]])[] = [
  ['ReturnConsumedCapacity', 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE']],
  ['ReturnItemCollectionMetrics', 'returnItemCollectionMetrics', ['SIZE', 'NONE']],
  ['ReturnValues', 'returnValues', ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW']],
  ['ReturnValuesOnConditionCheckFailure', 'returnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']],
  ['Select', 'select', ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES']],
  ['ConditionalOperator', 'conditionalOperator', ['OR', 'AND']],
];

/** The table's name, once it and the enumerated members have been checked; `more` adds what the action has of its own. */
export function checkCommon(input: CommonInput, more?: (constraints: Constraints) => void): string {
  if (input.TableName === '') refuseEmptyName(more);
  const constraints = new Constraints().required(input.TableName, 'tableName');
  if (input.TableName === '') constraints.length('', 'tableName', 1, 1024);
  else checkNameMembers(constraints, input.TableName, 'tableName');
  checkNameMembers(constraints, input.IndexName, 'indexName');
  for (const [member, at, allowed] of ALLOWED) constraints.oneOf(input[member], at, allowed);
  constraints.length(input.AttributesToGet, 'attributesToGet', 1, Infinity);
  checkLegacyMembers(constraints, input);
  more?.(constraints);
  constraints.throwIfAny();
  checkTableArn(input.TableName!);
  return input.TableName!;
}

/** The one thing that AWS says of an empty name, unless the request lacks something. */
function refuseEmptyName(more?: (constraints: Constraints) => void): void {
  const others = new Constraints();
  more?.(others);
  if (!others.failed) new Constraints().length('', 'tableName', 1, 1024).throwIfAny();
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
  const name = nameOrArn.startsWith('arn:')
    ? nameOrArn.slice(nameOrArn.indexOf(':table/') + ':table/'.length)
    : nameOrArn;
  if (name === '') refuseEmptyName();
  new Constraints().name(name, 'tableName').throwIfAny();
  checkTableArn(nameOrArn);
}

/** What starts as an ARN must name a table, and no index or stream of one. */
function checkTableArn(nameOrArn: string): void {
  if (!nameOrArn.startsWith('arn:') || TABLE_ARN.test(nameOrArn)) return;
  throw validation(`Invalid table ARN: ${nameOrArn}`);
}

const TABLE_ARN = /^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table\/[\w.-]{3,255}$/;

/** Both a required member's value and the error for its absence. */
export function required<T>(value: T | undefined | null, at: string): T {
  if (value === undefined || value === null) new Constraints().required(undefined, at).throwIfAny();
  return value!;
}

/** Writes that replace an item or take it away have nothing else to show. */
export function checkReturnsOld(returnValues: string | undefined): void {
  if (returnValues === undefined || returnValues === 'NONE' || returnValues === 'ALL_OLD') return;
  throw validation('ReturnValues can only be ALL_OLD or NONE');
}

export function tableNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
}
