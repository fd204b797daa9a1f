import { legacyCondition } from '../legacy.ts';
import { checkExpressionMembers, prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { putIntent } from '../intent.ts';
import { readMap } from '../wire-values.ts';
import { counted } from '../wording.ts';
import { writeOne } from '../write-one.ts';
import { checkCommon, checkReturnsOld, required, type CommonInput } from './checks.ts';
import type { Call } from '../../service.ts';
import type { Capacity } from '../capacity.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { AttributeMap } from '../values.ts';

export interface PutItemInput extends CommonInput, ExpressionInput {
  readonly Item?: unknown;
  readonly ReturnConsumedCapacity?: Parameters<typeof writeOne>[3]['ReturnConsumedCapacity'];
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

export interface ItemOutput {
  readonly Attributes?: AttributeMap;
  readonly ConsumedCapacity?: ReturnType<Capacity['consumedByOne']>;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export function putItem(db: DynamoDb, input: PutItemInput, call: Call): ItemOutput {
  const name = checkCommon(input, (constraints) => constraints.required(input.Item, 'item'));
  db.authorize(call, 'PutItem', name);
  const { item, condition } = counted(() => {
    checkExpressionMembers(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
    const item = readMap(required(input.Item, 'item'));
    checkReturnsOld(input.ReturnValues);
    return { item, condition: prepare(input).condition ?? legacyCondition(input) };
  });
  const intent = {
    ...putIntent(db.table(name), item),
    condition,
    onFailure: input.ReturnValuesOnConditionCheckFailure,
  };
  const { old, metrics } = writeOne(db, intent, 'PutItem', input, call);
  return { ...(input.ReturnValues === 'ALL_OLD' && old !== undefined ? { Attributes: old } : {}), ...metrics };
}
