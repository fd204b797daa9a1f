import { attributesToGet, refuseMixed } from '../legacy.ts';
import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { project } from '../expressions/project.ts';
import { readKey } from '../keys.ts';
import { Constraints, validation } from '../validation.ts';
import { checkBatch } from './batch-checks.ts';
import { checkCommon } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { AttributeMap } from '../values.ts';

interface KeysAndAttributes extends ExpressionInput {
  readonly Keys?: readonly unknown[];
  readonly ConsistentRead?: boolean;
  readonly AttributesToGet?: readonly string[];
}

export interface BatchGetItemInput {
  readonly RequestItems?: Readonly<Record<string, KeysAndAttributes>>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

export interface BatchGetItemOutput {
  readonly Responses: Readonly<Record<string, readonly AttributeMap[]>>;
  readonly UnprocessedKeys: Readonly<Record<string, KeysAndAttributes>>;
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

const MAX_KEYS = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BYTES = 16 * 1024 * 1024;

export function batchGetItem(db: DynamoDb, input: BatchGetItemInput, call: Call): BatchGetItemOutput {
  const requests = checkBatch(input);
  const keys = requests.flatMap(([, request]) => request.Keys ?? []);
  const constraints = new Constraints();
  for (const [name, request] of requests) {
    constraints.required(request.Keys, `requestItems.${name}.member.keys`);
    constraints.length(request.Keys, `requestItems.${name}.member.keys`, 1, MAX_KEYS);
  }
  constraints.throwIfAny();
  if (keys.length > MAX_KEYS) throw validation('Too many items requested for the BatchGetItem call');
  for (const [name] of requests) {
    checkCommon({ TableName: name });
    db.authorize(call, 'BatchGetItem', name);
  }
  // One table by expression and another without is a mixture too.
  refuseMixed(
    Object.assign({}, ...requests.map(([, request]) => request)),
    ['ProjectionExpression'],
    ['AttributesToGet'],
  );
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read');
  const responses: Record<string, AttributeMap[]> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  const budget = { bytes: MAX_BYTES };
  for (const [name, request] of requests) {
    const { found, left } = readKeys(db, name, request, capacity, budget);
    responses[name] = found;
    if (left.length > 0) unprocessed[name] = { ...request, Keys: left };
  }
  const consumed = capacity.consumed();
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}

function readKeys(
  db: DynamoDb,
  name: string,
  request: KeysAndAttributes,
  capacity: Capacity,
  budget: { bytes: number },
): { found: AttributeMap[]; left: unknown[] } {
  const projection = prepare(request, ['ProjectionExpression']).projection ?? attributesToGet(request);
  const table = db.table(name);
  const consistent = request.ConsistentRead === true;
  const keys = request.Keys!.map((key) => readKey(table, key));
  const positions = keys.map((key) => table.positionOf(key));
  if (new Set(positions).size < positions.length) {
    throw validation('Provided list of item keys contains duplicates');
  }
  const found: AttributeMap[] = [];
  const left: unknown[] = [];
  positions.forEach((position, index) => {
    const row = table.rows.get(position);
    if ((row?.size ?? 0) > budget.bytes || db.hooks.unprocessed?.(table.record.name, keys[index]!) === true) {
      left.push(request.Keys![index]);
      return;
    }
    budget.bytes -= row?.size ?? 0;
    capacity.read(table, row?.size ?? 0, consistent);
    const item = consistent ? row?.item : db.seen(table, row?.item, row?.previous);
    if (item !== undefined) found.push(projection === undefined ? item : project(item, projection));
  });
  return { found, left };
}
