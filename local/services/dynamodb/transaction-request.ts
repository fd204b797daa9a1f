import { AwsError } from '../aws-error.ts';
import { prepare, type ExpressionInput, type Expressions } from './expressions/prepare.ts';
import { checkIntent, deleteIntent, putIntent, updateIntent, type Intent } from './intent.ts';
import { Constraints, Malformed, validation } from './validation.ts';
import { readMap } from './wire-values.ts';
import { itemSize, type AttributeMap } from './values.ts';
import type { Table } from './table.ts';

export interface TransactionOperation extends ExpressionInput {
  readonly TableName?: string;
  readonly Item?: unknown;
  readonly Key?: unknown;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

export type OperationKind = 'ConditionCheck' | 'Put' | 'Delete' | 'Update';

export type TransactWriteItem = Readonly<Partial<Record<OperationKind, TransactionOperation>>>;

/** One operation with its attributes and expressions read, before its table is looked at. */
export interface ReadOperation {
  readonly kind: OperationKind;
  readonly tableName: string;
  readonly attributes: AttributeMap;
  readonly expressions: Expressions;
  readonly onFailure: string | undefined;
  /** Bytes that the request brings. */
  readonly size: number;
}

const KINDS: readonly OperationKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update'];

/** @throws AwsError `ValidationException` for what is wrong whatever the tables hold */
export function readOperation(item: TransactWriteItem, index: number): ReadOperation {
  const given = KINDS.filter((kind) => item[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const operation = item[kind]!;
  const at = `transactItems.${index + 1}.member.${kind[0]!.toLowerCase()}${kind.slice(1)}`;
  const content = kind === 'Put' ? operation.Item : operation.Key;
  new Constraints()
    .required(operation.TableName, `${at}.tableName`)
    .required(content, `${at}.${kind === 'Put' ? 'item' : 'key'}`)
    .check(
      kind !== 'ConditionCheck' || operation.ConditionExpression !== undefined,
      undefined,
      `${at}.conditionExpression`,
      'Member must not be null',
    )
    .check(
      kind !== 'Update' || operation.UpdateExpression !== undefined,
      undefined,
      `${at}.updateExpression`,
      'Member must not be null',
    )
    .oneOf(operation.ReturnValuesOnConditionCheckFailure, `${at}.returnValuesOnConditionCheckFailure`, [
      'ALL_OLD',
      'NONE',
    ])
    .throwIfAny();
  // An item is read before the expressions that come with it, a key after.
  const whole = kind === 'Put' ? readMap(content) : undefined;
  const expressions = prepare(operation);
  const attributes = whole ?? readMap(content);
  return {
    kind,
    tableName: operation.TableName!,
    size: itemSize(attributes) + JSON.stringify(operation.ExpressionAttributeValues ?? {}).length,
    attributes,
    expressions,
    onFailure: operation.ReturnValuesOnConditionCheckFailure,
  };
}

/** @throws AwsError `ValidationException` where the operation does not fit its table */
export function intentFor(table: Table, { kind, attributes, expressions, onFailure }: ReadOperation): Intent {
  const { condition, update } = expressions;
  switch (kind) {
    case 'Put':
      return { ...putIntent(table, attributes), condition, onFailure };
    case 'Delete':
      return { ...deleteIntent(table, attributes), condition, onFailure };
    case 'Update':
      return { ...updateIntent(table, attributes, update), condition, onFailure };
    case 'ConditionCheck':
      return { ...checkIntent(table, attributes), condition, onFailure };
  }
}

/** Why one operation of a cancelled transaction failed, or `None`. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: AttributeMap;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors */
export function cancelled(reasons: readonly CancellationReason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, {
    fields: { Message: message, CancellationReasons: reasons },
  });
}

/** What an error of one operation means as a reason; other errors go through. */
export function reasonFor(error: unknown): CancellationReason {
  if (!(error instanceof AwsError) || error instanceof Malformed) throw error;
  if (error.code === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.fields };
  }
  if (error.code === 'ValidationException') return { Code: 'ValidationError', Message: error.message };
  throw error;
}
