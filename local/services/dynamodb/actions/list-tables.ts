import { Constraints } from '../validation.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

export interface ListTablesInput {
  readonly ExclusiveStartTableName?: string;
  readonly Limit?: number;
}

export interface ListTablesOutput {
  readonly TableNames: readonly string[];
  readonly LastEvaluatedTableName?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export function listTables(db: DynamoDb, input: ListTablesInput, call: Call): ListTablesOutput {
  const { ExclusiveStartTableName: after, Limit: limit = 100 } = input;
  new Constraints()
    .name(after, 'exclusiveStartTableName')
    .atLeast(input.Limit, 'limit', 1)
    .atMost(input.Limit, 'limit', 100)
    .throwIfAny();
  call.authorize({ action: 'dynamodb:ListTables', resource: '*' });
  const names = db.tables().map(({ record }) => record.name);
  const rest = after === undefined ? names : names.filter((name) => name > after);
  const page = rest.slice(0, limit);
  return { TableNames: page, ...(page.length < rest.length ? { LastEvaluatedTableName: page.at(-1)! } : {}) };
}
