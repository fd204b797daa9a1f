import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { checkCondition, type Intent } from '../intent.ts';
import { collectionMetrics, type ItemCollectionMetrics } from '../item-collections.ts';
import { Constraints, validation } from '../validation.ts';
import type { AttributeMap } from '../values.ts';
import {
  cancelled,
  intentFor,
  readOperation,
  reasonFor,
  type CancellationReason,
  type ReadOperation,
  type TransactWriteItem,
} from '../transaction-request.ts';
import type { AwsError } from '../../aws-error.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Table } from '../table.ts';

export interface TransactWriteItemsInput {
  readonly TransactItems?: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

export interface TransactWriteItemsOutput {
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
  readonly ItemCollectionMetrics?: Readonly<Record<string, readonly ItemCollectionMetrics[]>>;
}

interface Planned {
  readonly intent: Intent;
  readonly operation: ReadOperation;
  readonly old: AttributeMap | undefined;
  readonly next: AttributeMap | undefined;
}

const MAX_BYTES = 4 * 1024 * 1024;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export function transactWriteItems(db: DynamoDb, input: TransactWriteItemsInput, call: Call): TransactWriteItemsOutput {
  const items = input.TransactItems;
  new Constraints()
    .required(items, 'transactItems')
    .length(items, 'transactItems', 1, 100)
    .length(input.ClientRequestToken, 'clientRequestToken', 1, 36)
    .oneOf(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'])
    .oneOf(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE'])
    .throwIfAny();
  const operations = items!.map(readOperation);
  checkSize(operations);
  for (const { kind, tableName } of operations) {
    db.authorize(call, kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, tableName);
  }
  const token = input.ClientRequestToken;
  const tables = operations.map(({ tableName }) => db.table(tableName));
  if (token !== undefined && db.tokens.done(token, items)) return repeated(operations, tables, input);
  const planned = plan(db, operations, tables, call);
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'write', true);
  const collections: Record<string, ItemCollectionMetrics[]> = {};
  for (const { intent, operation, old, next } of planned) {
    const { table, position, key } = intent;
    capacity.write(table, position, old, next);
    if (operation.kind === 'ConditionCheck') continue;
    db.write(table, position, next, 'TransactWriteItems', call.requestId);
    const metrics = input.ReturnItemCollectionMetrics === 'SIZE' ? collectionMetrics(table, key) : undefined;
    if (metrics !== undefined) (collections[table.record.name] ??= []).push(metrics);
  }
  if (token !== undefined) db.tokens.remember(token, items);
  const consumed = capacity.consumed();
  return {
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
    ...(Object.keys(collections).length === 0 ? {} : { ItemCollectionMetrics: collections }),
  };
}

/** What counts is the request, not the items that it finds. */
function checkSize(operations: readonly ReadOperation[]): void {
  const bytes = operations.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MAX_BYTES) throw validation('Transaction payload size cannot exceed 4 MB');
}

/** A repeated transaction only consumes what reading its items does. */
function repeated(
  operations: readonly ReadOperation[],
  tables: readonly Table[],
  input: TransactWriteItemsInput,
): TransactWriteItemsOutput {
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read', true);
  operations.forEach((operation, index) => {
    const table = tables[index]!;
    const { position } = intentFor(table, operation);
    capacity.read(table, table.rows.get(position)?.size ?? 0, true);
  });
  const consumed = capacity.consumed();
  return consumed === undefined ? {} : { ConsumedCapacity: consumed };
}

/** Every operation's outcome, computed before any is done. */
function plan(db: DynamoDb, operations: readonly ReadOperation[], tables: readonly Table[], call: Call): Planned[] {
  const intents = intentsOf(db, operations, tables, call);
  const planned: Planned[] = [];
  const reasons = intents.map((intent, index): CancellationReason => {
    try {
      const old = db.read(intent.table, intent.position);
      checkCondition(intent, old);
      planned.push({ intent, operation: operations[index]!, old, next: intent.next(old) });
      return { Code: 'None' };
    } catch (error) {
      return reasonFor(error);
    }
  });
  if (planned.length < intents.length) throw refused(db, operations, reasons, call);
  return planned;
}

/** Whether the operations fit their tables: the first that does not ends the search, before any item is looked at. */
function intentsOf(db: DynamoDb, operations: readonly ReadOperation[], tables: readonly Table[], call: Call): Intent[] {
  const intents: Intent[] = [];
  for (const operation of operations) {
    try {
      intents.push(intentFor(tables[intents.length]!, operation));
    } catch (error) {
      const reasons = operations.map((): CancellationReason => ({ Code: 'None' }));
      reasons[intents.length] = reasonFor(error);
      throw refused(db, operations, reasons, call);
    }
  }
  const places = new Set(intents.map(({ table, position }) => `${table.record.name}/${position}`));
  if (places.size < intents.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  return intents;
}

/** The cancellation, told to the journal. */
function refused(
  db: DynamoDb,
  operations: readonly ReadOperation[],
  reasons: readonly CancellationReason[],
  call: Call,
): AwsError {
  operations.forEach(({ tableName, kind, attributes }, index) => {
    if (reasons[index]!.Code === 'None') return;
    db.surroundings.journal({
      service: 'dynamodb',
      event: 'refused',
      resource: db.arnOf(tableName),
      table: tableName,
      operation: kind,
      attributes,
      reason: reasons[index]!.Code,
      cause: 'TransactWriteItems',
      requestId: call.requestId,
    });
  });
  return cancelled(reasons);
}
