import { legacyCondition, legacyUpdate } from '../legacy.ts';
import { checkExpressionMembers, prepare, updatedPaths, type ExpressionInput } from '../expressions/prepare.ts';
import { project } from '../expressions/project.ts';
import { updateCharge } from '../expressions/update-charge.ts';
import { MAX_ITEM_BYTES, updateIntent, updateTooLarge } from '../intent.ts';
import { readMap } from '../wire-values.ts';
import { counted } from '../wording.ts';
import { writeOne, type Written } from '../write-one.ts';
import { checkCommon, required, type CommonInput } from './checks.ts';
import type { Call } from '../../service.ts';
import type { DynamoDb } from '../dynamodb.ts';
import type { Update } from '../expressions/ast.ts';
import type { AttributeMap } from '../values.ts';
import type { ItemOutput } from './put-item.ts';

export interface UpdateItemInput extends CommonInput, ExpressionInput {
  readonly Key?: unknown;
  readonly ReturnConsumedCapacity?: Parameters<typeof writeOne>[3]['ReturnConsumedCapacity'];
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE';
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export function updateItem(db: DynamoDb, input: UpdateItemInput, call: Call): ItemOutput {
  const name = checkCommon(input, (constraints) => constraints.required(input.Key, 'key'));
  db.authorize(call, 'UpdateItem', name);
  const { key, update, condition } = counted(() => {
    checkExpressionMembers(
      input,
      ['UpdateExpression', 'ConditionExpression'],
      ['AttributeUpdates', 'Expected', 'ConditionalOperator'],
    );
    const key = readMap(required(input.Key, 'key'));
    const legacy = { update: legacyUpdate(input), condition: legacyCondition(input) };
    const { update = legacy.update, condition = legacy.condition } = prepare(input);
    return { key, update, condition };
  });
  const intent = {
    ...updateIntent(db.table(name), key, update),
    condition,
    onFailure: input.ReturnValuesOnConditionCheckFailure,
  };
  // Requests from before expressions are held to the size of the finished item alone.
  if (input.UpdateExpression !== undefined) checkCharge(update!, db.read(intent.table, intent.position) ?? {});
  const written = writeOne(db, intent, 'UpdateItem', input, call);
  const attributes = returned(input.ReturnValues, update, written);
  return { ...(attributes === undefined ? {} : { Attributes: attributes }), ...written.metrics };
}

/** @throws AwsError `ValidationException`, whatever the condition says */
function checkCharge(update: Update, item: AttributeMap): void {
  if (updateCharge(update, item) > MAX_ITEM_BYTES) throw updateTooLarge();
}

function returned(mode: string | undefined, update: Update | undefined, written: Written): AttributeMap | undefined {
  if (mode === 'ALL_OLD') return written.old;
  if (mode === 'ALL_NEW') return written.next;
  const whole = mode === 'UPDATED_OLD' ? written.old : mode === 'UPDATED_NEW' ? written.next : undefined;
  if (whole === undefined || update === undefined) return undefined;
  const parts = project(whole, updatedPaths(update));
  return Object.keys(parts).length === 0 ? undefined : parts;
}
