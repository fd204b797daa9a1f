import { legacyCondition } from '../legacy.ts';
import { checkExpressionMembers, prepare, type ExpressionInput } from '../expressions/prepare.ts';
import { deleteIntent } from '../intent.ts';
import { readMap } from '../wire-values.ts';
import { counted } from '../wording.ts';
import { writeOne } from '../write-one.ts';
import { checkCommon, checkReturnsOld, required, type CommonInput } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { ItemOutput } from './put-item.ts';

export interface DeleteItemInput extends CommonInput, ExpressionInput {
  readonly Key?: unknown;
  readonly ReturnConsumedCapacity?: Parameters<typeof writeOne>[3]['ReturnConsumedCapacity'];
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export function deleteItem(db: DynamoDb, input: DeleteItemInput, call: Call): ItemOutput {
  const name = checkCommon(input, (constraints) => constraints.required(input.Key, 'key'));
  db.authorize(call, 'DeleteItem', name);
  const { key, condition } = counted(() => {
    checkExpressionMembers(input, ['ConditionExpression'], ['Expected', 'ConditionalOperator']);
    const key = readMap(required(input.Key, 'key'));
    checkReturnsOld(input.ReturnValues);
    return { key, condition: prepare(input).condition ?? legacyCondition(input) };
  });
  const intent = {
    ...deleteIntent(db.table(name), key),
    condition,
    onFailure: input.ReturnValuesOnConditionCheckFailure,
  };
  const { old, metrics } = writeOne(db, intent, 'DeleteItem', input, call);
  return { ...(input.ReturnValues === 'ALL_OLD' && old !== undefined ? { Attributes: old } : {}), ...metrics };
}
