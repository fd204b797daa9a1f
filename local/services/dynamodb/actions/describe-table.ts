import { describe, type TableDescription } from '../table-description.ts';
import { requiredName, tableNotFound } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export function describeTable(
  db: DynamoDb,
  input: { readonly TableName?: string },
  call: Call,
): { readonly Table: TableDescription } {
  const name = requiredName(input.TableName);
  db.authorize(call, 'DescribeTable', name);
  const table = db.findTable(name);
  if (table === undefined) throw tableNotFound(name);
  return { Table: describe(table, db.surroundings.clock.now()) };
}
