import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { deleteIntent, putIntent, type Intent } from '../intent.ts';
import { collectionMetrics, type ItemCollectionMetrics } from '../item-collections.ts';
import { Constraints, display, validation } from '../validation.ts';
import { readMap } from '../wire-values.ts';
import { noMatch } from '../keys.ts';
import { keyNames } from '../key-names.ts';
import type { Table } from '../table.ts';
import { attribute, typeOf } from '../values.ts';
import { constrainBatch, constrainTables } from './batch-checks.ts';
import { checkCommon } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';

interface WriteRequest {
  readonly PutRequest?: { readonly Item?: unknown };
  readonly DeleteRequest?: { readonly Key?: unknown };
}

export interface BatchWriteItemInput {
  readonly RequestItems?: Readonly<Record<string, readonly WriteRequest[]>>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

export interface BatchWriteItemOutput {
  readonly UnprocessedItems: Readonly<Record<string, readonly WriteRequest[]>>;
  readonly ItemCollectionMetrics?: Readonly<Record<string, readonly ItemCollectionMetrics[]>>;
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MAX_WRITES = 25;

export function batchWriteItem(db: DynamoDb, input: BatchWriteItemInput, call: Call): BatchWriteItemOutput {
  constrainBatch(new Constraints(), input).throwIfAny();
  constrainTables(new Constraints(), input.RequestItems, shown).throwIfAny();
  const requests = Object.entries(input.RequestItems!);
  if (requests.length === 0) throw validation('The requestItems parameter is required for BatchWriteItem');
  checkSizes(requests);
  for (const [name] of requests) {
    checkCommon({ TableName: name });
    db.authorize(call, 'BatchWriteItem', name);
  }
  const writes = requests.flatMap(([name, list]) => intentsFor(db, name, list));
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'write');
  const unprocessed: Record<string, WriteRequest[]> = {};
  const collections: Record<string, ItemCollectionMetrics[]> = {};
  for (const { name, request, intent } of writes) {
    const { table, position, key } = intent;
    if (db.hooks.unprocessed?.(table.record.name, key) === true) {
      (unprocessed[name] ??= []).push(request);
      continue;
    }
    const old = db.read(table, position);
    const next = intent.next(old);
    capacity.write(table, position, old, next);
    db.write(table, position, next, 'BatchWriteItem', call.requestId);
    const metrics = input.ReturnItemCollectionMetrics === 'SIZE' ? collectionMetrics(table, key) : undefined;
    if (metrics !== undefined) (collections[name] ??= []).push(metrics);
  }
  const consumed = capacity.consumed();
  return {
    UnprocessedItems: unprocessed,
    ...(Object.keys(collections).length === 0 ? {} : { ItemCollectionMetrics: collections }),
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}

/** The requests as AWS's message writes them. */
function shown(requests: NonNullable<BatchWriteItemInput['RequestItems']>): string {
  const tables = Object.entries(requests).map(([name, list]) => {
    const writes = list.map(({ PutRequest: put, DeleteRequest: del }) => {
      const [item, key] = [
        put && `PutRequest(item=${display(put.Item)})`,
        del && `DeleteRequest(key=${display(del.Key)})`,
      ];
      return `WriteRequest(putRequest=${item ?? null}, deleteRequest=${key ?? null})`;
    });
    return `${name}=[${writes.join(', ')}]`;
  });
  return `{${tables.join(', ')}}`;
}

function checkSizes(requests: readonly [string, readonly WriteRequest[]][]): void {
  const constraints = new Constraints();
  for (const [, list] of requests) {
    constraints.check(
      list.length >= 1 && list.length <= MAX_WRITES,
      Object.fromEntries(requests),
      'requestItems',
      `Map value must satisfy constraint: [Member must have length less than or equal to ${MAX_WRITES}, Member must have length greater than or equal to 1]`,
    );
  }
  constraints.throwIfAny();
  const count = requests.reduce((sum, [, list]) => sum + list.length, 0);
  if (count > MAX_WRITES) throw validation('Too many items requested for the BatchWriteItem call');
}

function intentsFor(db: DynamoDb, name: string, list: readonly WriteRequest[]) {
  const positions = new Set<string>();
  return list.map((request, index) => {
    const { PutRequest: put, DeleteRequest: del } = request;
    if ((put === undefined) === (del === undefined)) {
      throw validation(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    const intent = intentFor(db.table(name), request, `requestItems.${name}.member.${index + 1}.member`);
    if (positions.has(intent.position)) throw validation('Provided list of item keys contains duplicates');
    positions.add(intent.position);
    return { name, request, intent };
  });
}

function intentFor(table: Table, { PutRequest: put, DeleteRequest: del }: WriteRequest, at: string): Intent {
  if (put === undefined) {
    new Constraints().required(del!.Key, `${at}.deleteRequest.key`).throwIfAny();
    return deleteIntent(table, readMap(del!.Key));
  }
  new Constraints().required(put.Item, `${at}.putRequest.item`).throwIfAny();
  const item = readMap(put.Item);
  // Unlike PutItem, a batch words a bad key in an item as it words a bad key.
  for (const name of keyNames(table.record.key)) {
    const value = attribute(item, name);
    if (value === undefined || typeOf(value) !== table.record.types[name]) throw noMatch();
  }
  return putIntent(table, item);
}
