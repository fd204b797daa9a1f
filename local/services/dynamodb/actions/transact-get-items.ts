import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { project } from '../expressions/project.ts';
import { checkKey } from '../keys.ts';
import { cancelled, reasonFor, type CancellationReason } from '../transaction-request.ts';
import { Constraints, validation } from '../validation.ts';
import { readMap } from '../wire-values.ts';
import { checkCommon } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { AttributeMap } from '../values.ts';

export interface TransactGetItemsInput {
  readonly TransactItems?: readonly { readonly Get?: ExpressionInput & { TableName?: string; Key?: unknown } }[];
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

export interface TransactGetItemsOutput {
  readonly Responses: readonly { readonly Item?: AttributeMap }[];
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

const MAX_BYTES = 4 * 1024 * 1024;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export function transactGetItems(db: DynamoDb, input: TransactGetItemsInput, call: Call): TransactGetItemsOutput {
  const constraints = new Constraints()
    .required(input.TransactItems, 'transactItems')
    .length(input.TransactItems, 'transactItems', 1, 100)
    .oneOf(input.ReturnConsumedCapacity, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE']);
  input.TransactItems?.forEach(({ Get }, index) =>
    constraints
      .required(Get, `transactItems.${index + 1}.member.get`)
      .required(Get?.Key, `transactItems.${index + 1}.member.get.key`),
  );
  constraints.throwIfAny();
  const gets = input.TransactItems!.map(({ Get }) => {
    const name = checkCommon({ TableName: Get!.TableName });
    return { name, key: readMap(Get!.Key), projection: prepare(Get!).projection };
  });
  for (const { name } of gets) db.authorize(call, 'GetItem', name);
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read', true);
  const places = new Set<string>();
  const reasons: CancellationReason[] = [];
  let bytes = 0;
  const responses = gets.map(({ name, key, projection }) => {
    const table = db.table(name);
    try {
      checkKey(table, key);
    } catch (error) {
      reasons.push(reasonFor(error));
      return {};
    }
    reasons.push({ Code: 'None' });
    const position = table.positionOf(key);
    places.add(`${table.record.name}/${position}`);
    const row = table.rows.get(position);
    bytes += row?.size ?? 0;
    capacity.read(table, row?.size ?? 0, true);
    if (row === undefined) return {};
    return { Item: projection === undefined ? row.item : project(row.item, projection) };
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  if (places.size < gets.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  if (bytes > MAX_BYTES) throw validation('Collection size of items in the transaction exceeds the limit of 4 MB');
  const consumed = capacity.consumed();
  return { Responses: responses, ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }) };
}
