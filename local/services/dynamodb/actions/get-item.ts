import { attributesToGet, refuseMixed } from '../legacy.ts';
import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from '../capacity.ts';
import { prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { project } from '../expressions/project.ts';
import { readKey } from '../keys.ts';
import { checkCommon, required, type CommonInput } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { AttributeMap } from '../values.ts';

export interface GetItemInput extends CommonInput, ExpressionInput {
  readonly Key?: unknown;
  readonly ConsistentRead?: boolean;
  readonly AttributesToGet?: readonly string[];
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
  refuseMixed(input, ['ProjectionExpression'], ['AttributesToGet']);
  const projection = prepare(input, ['ProjectionExpression']).projection ?? attributesToGet(input);
  const table = db.table(name);
  const row = table.rows.get(table.positionOf(readKey(table, required(input.Key, 'key'))));
  const consistent = input.ConsistentRead === true;
  const item = consistent ? row?.item : db.seen(table, row?.item, row?.previous);
  const capacity = new Capacity(input.ReturnConsumedCapacity, 'read');
  capacity.read(table, row?.size ?? 0, consistent);
  const consumed = capacity.consumedByOne();
  return {
    ...(item === undefined ? {} : { Item: projection === undefined ? item : project(item, projection) }),
    ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
  };
}
