import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { checkCondition, type Intent } from '../intent.ts';
import { collectionMetrics, type ItemCollectionMetrics } from '../item-collections.ts';
import { Constraints, validation } from '../validation.ts';
import { itemSize, type AttributeMap } from '../values.ts';
import {
  cancelled,
  intentFor,
  readOperation,
  reasonFor,
  type CancellationReason,
  type ReadOperation,
  type TransactWriteItem,
} from '../transaction-request.ts';
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
    .oneOf(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'])
    .oneOf(input.ReturnItemCollectionMetrics, 'returnItemCollectionMetrics', ['SIZE', 'NONE'])
    .length(input.ClientRequestToken, 'clientRequestToken', 1, 36)
    .throwIfAny();
  const operations = items!.map(readOperation);
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
function plan(db: DynamoDb, operations: readonly ReadOperation[], tables: readonly Table[], call: Call) {
  const reasons: CancellationReason[] = [];
  const planned: Planned[] = [];
  const places = new Set<string>();
  let bytes = 0;
  operations.forEach((operation, index) => {
    try {
      const intent = intentFor(tables[index]!, operation);
      const place = `${intent.table.record.name}/${intent.position}`;
      if (places.has(place)) {
        throw new RepeatedItem('Transaction request cannot include multiple operations on one item');
      }
      places.add(place);
      const old = db.read(intent.table, intent.position);
      checkCondition(intent, old);
      const next = intent.next(old);
      bytes += next === undefined ? 0 : itemSize(next);
      planned.push({ intent, operation, old, next });
      reasons.push({ Code: 'None' });
    } catch (error) {
      if (error instanceof RepeatedItem) throw validation(error.message);
      reasons.push(reasonFor(error));
    }
  });
  if (reasons.some(({ Code }) => Code !== 'None')) {
    reportCancelled(db, operations, reasons, call);
    throw cancelled(reasons);
  }
  if (bytes > MAX_BYTES) throw validation('Collection size of items in the transaction exceeds the limit of 4 MB');
  return planned;
}

class RepeatedItem extends Error {}

function reportCancelled(
  db: DynamoDb,
  operations: readonly ReadOperation[],
  reasons: readonly CancellationReason[],
  call: Call,
): void {
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
}
