import { Capacity, type ConsumedCapacity } from '../capacity.ts';
import { conditionNames, keyRange, keyTerms, type KeyRange } from '../key-condition.ts';
import { checkSelect, indexOf, projectionOf, readStartKey, type ReadInput } from '../read-request.ts';
import { keyNames } from '../key-names.ts';
import type { Index, Table } from '../table.ts';
import { attributesToGet, legacyFilter } from '../legacy.ts';
import { checkExpressionMembers, prepare } from '../expressions/prepare.ts';
import { readPage, startPosition } from '../read-page.ts';
import { validation } from '../validation.ts';
import { checkCommon } from './checks.ts';
import type { Call } from '../../service.ts';
import type { Condition } from '../expressions/ast.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { AttributeMap } from '../values.ts';

export interface QueryInput extends ReadInput {
  readonly ScanIndexForward?: boolean;
}

export interface PageOutput {
  readonly Items?: readonly AttributeMap[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: AttributeMap;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

const NOT_INDEXABLE = new Set(['NULL', 'NOT_NULL', 'NE', 'CONTAINS', 'NOT_CONTAINS', 'IN']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export function query(db: DynamoDb, input: QueryInput, call: Call): PageOutput {
  checkOperator(input);
  const name = checkCommon(input, (constraints) =>
    constraints.reported(
      input.Limit === undefined || input.Limit >= 1,
      'Limit',
      'Member must have value greater than or equal to 1',
    ),
  );
  db.authorize(call, 'Query', name, input.IndexName);
  checkExpressionMembers(
    input,
    ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'],
    [
      'AttributesToGet',
      'QueryFilter',
      'ConditionalOperator',
      ...(input.KeyConditionExpression === undefined ? [] : ['KeyConditions']),
    ],
  );
  checkSelect(input, 'Querying');
  const legacy = { filter: legacyFilter(input.QueryFilter, input.ConditionalOperator), names: attributesToGet(input) };
  const start = readStartKey(input);
  if (input.KeyConditions === undefined && input.KeyConditionExpression === undefined) {
    throw validation('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const { filter = legacy.filter, projection = legacy.names, ...expressions } = prepare(input);
  const condition = expressions.keyCondition ?? legacyKeyCondition(input);
  const terms = keyTerms(condition);
  const table = db.table(name);
  const index = indexOf(table, input);
  checkFilter(filter, index, table, input.FilterExpression === undefined ? 'QueryFilter' : 'Filter Expression');
  const range = keyRange(terms, (index ?? table).record.key, table.record.types);
  const consistent = input.ConsistentRead === true;
  const countOnly = input.Select === 'COUNT';
  const page = readPage(db, {
    table,
    index,
    range,
    after: start === undefined ? undefined : startWithin(table, index, start, range),
    backwards: input.ScanIndexForward === false,
    limit: input.Limit,
    filter,
    ...projectionOf(table, index, input, projection),
    countOnly,
    consistent,
  });
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read');
  capacity.read(table, page.bytes, consistent, input.IndexName);
  capacity.fetch(table, page.fetched, consistent);
  const consumed = capacity.consumedByOne(name);
  return {
    ...(countOnly ? {} : { Items: page.items }),
    Count: page.count,
    ScannedCount: page.scannedCount,
    ...(page.lastKey === undefined ? {} : { LastEvaluatedKey: page.lastKey }),
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}

/** Unlike other actions, a query says nothing else beside it. */
function checkOperator({ ConditionalOperator: operator }: QueryInput): void {
  if (operator === undefined || operator === 'AND' || operator === 'OR') return;
  throw validation('Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]');
}

function legacyKeyCondition({ KeyConditions: conditions = {}, IndexName: index }: QueryInput): Condition {
  const condition = legacyFilter(conditions);
  if (condition === undefined || (index === undefined && Object.keys(conditions).length > 2)) {
    throw validation('Conditions can be of length 1 or 2 only');
  }
  const operators = Object.values(conditions).map(({ ComparisonOperator }) => ComparisonOperator!);
  if (operators.some((operator) => NOT_INDEXABLE.has(operator))) {
    throw validation('Attempted conditional constraint is not an indexable operation');
  }
  return condition;
}

function checkFilter(filter: Condition | undefined, index: Index | undefined, table: Table, parameter: string): void {
  if (filter === undefined) return;
  const keys = keyNames((index ?? table).record.key);
  const key = [...conditionNames(filter)].find((name) => keys.includes(name));
  if (key === undefined) return;
  throw validation(`${parameter} can only contain non-primary key attributes: Primary key attribute: ${key}`);
}

function startWithin(table: Table, index: Index | undefined, key: AttributeMap, range: KeyRange): string {
  const start = startPosition(table, index, key, '');
  const partition = range.from.slice(0, 16);
  if (!start.startsWith(partition)) {
    throw validation('The provided starting key is outside query boundaries based on provided conditions');
  }
  if (start < range.from || start >= range.to) {
    throw validation('The provided starting key does not match the range key predicate');
  }
  return start;
}
