import { attributesToGet } from '../legacy.ts';
import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { checkExpressionMembers, prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { project } from '../expressions/project.ts';
import { checkKey } from '../keys.ts';
import { readMap } from '../wire-values.ts';
import { Constraints, validation } from '../validation.ts';
import { constrainBatch, constrainTables } from './batch-checks.ts';
import { checkCommon } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Path } from '../expressions/ast.ts';
import type { Table } from '../table.ts';
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
  const requests = checkRequests(input);
  for (const [name] of requests) {
    checkCommon({ TableName: name });
    db.authorize(call, 'BatchGetItem', name);
  }
  // One table by expression and another without is a mixture too.
  checkExpressionMembers(
    Object.assign({}, ...requests.map(([, request]) => request)),
    ['ProjectionExpression'],
    ['AttributesToGet'],
  );
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read');
  const responses: Record<string, AttributeMap[]> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  const budget = { bytes: MAX_BYTES };
  const wanted = requests.map(([name, request]) => ({ name, request, ...readRequest(request) }));
  for (const { name, request, keys, projection } of wanted) {
    const table = db.table(name);
    const consistent = request.ConsistentRead === true;
    const { found, left } = readItems(db, { table, keys, projection, consistent }, capacity, budget);
    responses[name] = found;
    if (left.length > 0) unprocessed[name] = { ...request, Keys: left.map((index) => request.Keys![index]) };
  }
  const consumed = capacity.consumed();
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}

/** The tables with what is asked of them. */
function checkRequests(input: BatchGetItemInput): [string, KeysAndAttributes][] {
  const constraints = new Constraints();
  constrainTables(constraints, input.RequestItems, JSON.stringify);
  constrainBatch(constraints, input);
  const requests = Object.entries(input.RequestItems ?? {});
  for (const [name, { Keys }] of requests) constraints.required(Keys, `requestItems.${name}.member.keys`);
  constraints.throwIfAny();
  constraints.size(requests.length, 'RequestItems', 1, Infinity);
  for (const [name, { Keys }] of requests) {
    constraints.size(Keys!.length, `RequestItems.${name}.member.Keys`, 1, MAX_KEYS);
  }
  constraints.throwIfAny();
  const count = requests.reduce((sum, [, { Keys }]) => sum + Keys!.length, 0);
  if (count > MAX_KEYS) throw validation('Too many items requested for the BatchGetItem call');
  return requests;
}

interface Wanted {
  readonly table: Table;
  readonly keys: readonly AttributeMap[];
  readonly projection: readonly Path[] | undefined;
  readonly consistent: boolean;
}

/** @throws AwsError `ValidationException` for what is wrong whatever the table holds */
function readRequest(request: KeysAndAttributes): Pick<Wanted, 'keys' | 'projection'> {
  const projection = attributesToGet(request) ?? prepare(request).projection;
  const keys = request.Keys!.map((key) => readMap(key));
  const texts = keys.map((key) => JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))));
  if (new Set(texts).size < texts.length) throw validation('Provided list of item keys contains duplicates');
  return { keys, projection };
}

/** What was found, and the places of the keys that were left for another request. */
function readItems(
  db: DynamoDb,
  { table, keys, projection, consistent }: Wanted,
  capacity: Capacity,
  budget: { bytes: number },
): { readonly found: AttributeMap[]; readonly left: number[] } {
  const found: AttributeMap[] = [];
  const left: number[] = [];
  for (const key of keys) checkKey(table, key);
  keys.forEach((key, index) => {
    const row = table.rows.get(table.positionOf(key));
    if ((row?.size ?? 0) > budget.bytes || db.hooks.unprocessed?.(table.record.name, key) === true) {
      left.push(index);
      return;
    }
    budget.bytes -= row?.size ?? 0;
    capacity.read(table, row?.size ?? 0, consistent);
    const item = consistent ? row?.item : db.seen(table, row?.item, row?.previous);
    if (item !== undefined) found.push(projection === undefined ? item : project(item, projection));
  });
  return { found, left };
}
