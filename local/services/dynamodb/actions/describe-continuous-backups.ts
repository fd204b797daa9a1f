import { AwsError } from '../../aws-error.ts';
import { describeBackups } from '../continuous-backups.ts';
import { requiredName } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Table } from '../table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export function describeContinuousBackups(
  db: DynamoDb,
  input: { readonly TableName?: string },
  call: Call,
): { readonly ContinuousBackupsDescription: Readonly<Record<string, unknown>> } {
  const name = requiredName(input.TableName);
  db.authorize(call, 'DescribeContinuousBackups', name);
  const { record } = backedUpTable(db, name);
  return { ContinuousBackupsDescription: describeBackups(record, db.surroundings.clock.now()) };
}

/** @throws AwsError `TableNotFoundException`: backups have an error of their own */
export function backedUpTable(db: DynamoDb, name: string): Table {
  const table = db.findTable(name);
  if (table === undefined) throw new AwsError('TableNotFoundException', `Table not found: ${name}`);
  return table;
}
