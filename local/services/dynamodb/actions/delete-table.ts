import { describeBriefly, type TableDescription } from '../table-description.ts';
import { validation } from '../validation.ts';
import { requiredName, tableNotFound } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html */
export function deleteTable(
  db: DynamoDb,
  input: { readonly TableName?: string },
  call: Call,
): { readonly TableDescription: TableDescription } {
  const name = requiredName(input.TableName);
  db.authorize(call, 'DeleteTable', name);
  const table = db.findTable(name);
  if (table === undefined) throw tableNotFound(name);
  if (table.record.deletionProtection) {
    throw validation(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  }
  const description = describeBriefly(table, db.surroundings.clock.now(), 'DELETING');
  db.deleteTable(table.record.name);
  db.surroundings.journal({
    service: 'dynamodb',
    event: 'deleted',
    resource: table.record.arn,
    table: table.record.name,
  });
  return { TableDescription: description };
}
