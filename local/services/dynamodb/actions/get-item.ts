import { attributesToGet } from '../legacy.ts';
import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { checkExpressionMembers, prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { project } from '../expressions/project.ts';
import { checkKey } from '../keys.ts';
import { readMap } from '../wire-values.ts';
import { checkCommon, required, type CommonInput } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { AttributeMap } from '../values.ts';

export interface GetItemInput extends CommonInput, ExpressionInput {
  readonly Key?: unknown;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

export interface GetItemOutput {
  readonly Item?: AttributeMap;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export function getItem(db: DynamoDb, input: GetItemInput, call: Call): GetItemOutput {
  const name = checkCommon(input, (constraints) => constraints.required(input.Key, 'key'));
  db.authorize(call, 'GetItem', name);
  checkExpressionMembers(input, ['ProjectionExpression'], ['AttributesToGet']);
  const key = readMap(required(input.Key, 'key'));
  const projection = attributesToGet(input) ?? prepare(input).projection;
  const table = db.table(name);
  const row = table.rows.get(table.positionOf(checkKey(table, key)));
  const consistent = input.ConsistentRead === true;
  const item = consistent ? row?.item : db.seen(table, row?.item, row?.previous);
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read');
  capacity.read(table, row?.size ?? 0, consistent);
  const consumed = capacity.consumedByOne(name);
  return {
    ...(item === undefined ? {} : { Item: projection === undefined ? item : project(item, projection) }),
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}
