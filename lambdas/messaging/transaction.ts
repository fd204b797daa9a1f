import {
  TransactWriteItemsCommand,
  TransactionCanceledException,
  type AttributeValue,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from './aws/dynamodb.ts';
import { MessagingError } from './errors.ts';

export interface Condition {
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Why one write of a cancelled transaction failed. */
export interface Refusal {
  /** `ConditionalCheckFailed`, `TransactionConflict`, `ThrottlingError`, … or `None` where it was not at fault. */
  readonly code: string;
  /** The item that broke the condition, as it stands. */
  readonly item?: Readonly<Record<string, unknown>>;
}

/** A transaction was cancelled; `refusals` answers for its writes one by one, in order. */
export class TransactionRefused extends MessagingError {
  override readonly name = 'TransactionRefused';
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[], options?: ErrorOptions) {
    super(`The transaction was cancelled (${refusals.map(({ code }) => code).join(', ')})`, options);
    this.refusals = refusals;
  }

  /** Whether another attempt may succeed although nothing else changed: only conflicts and throttles stood in the way. */
  get transient(): boolean {
    return this.refusals.every(({ code }) => code !== 'ConditionalCheckFailed' && code !== 'ValidationError');
  }
}

/** Attempts on a transaction that others got in the way of. No pause: the message's own rest is the backoff. */
const tries = 3;

/**
 * Writes all or nothing (at most 100 items, https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
 * The SDK's retries carry one client token, so a lost reply does not write twice.
 *
 * @throws TransactionRefused where a condition does not hold
 * @example
 * await transaction([put('Orders', order, { condition: 'attribute_not_exists(orderId)' }), ...outbox.write(order.orderId, [message])]);
 */
export async function transaction(writes: readonly TransactWriteItem[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [...writes] }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const refused = new TransactionRefused(
        (error.CancellationReasons ?? []).map(({ Code, Item }) => ({
          code: Code ?? 'None',
          ...(Item !== undefined && { item: unmarshall(Item) }),
        })),
        { cause: error },
      );
      if (!refused.transient || attempt === tries) throw refused;
    }
  }
}

export function put(
  table: string,
  item: Readonly<Record<string, unknown>>,
  condition: Condition = {},
): TransactWriteItem {
  return { Put: { TableName: table, Item: toItem(item), ...conditionOf(condition) } };
}

export function update(
  table: string,
  key: Readonly<Record<string, unknown>>,
  expression: string,
  condition: Condition = {},
): TransactWriteItem {
  return { Update: { TableName: table, Key: toItem(key), UpdateExpression: expression, ...conditionOf(condition) } };
}

/** Plain JavaScript to DynamoDB's wire form; `undefined` members are left out. */
export function toItem(value: Readonly<Record<string, unknown>>): Record<string, AttributeValue> {
  return marshall(value, { removeUndefinedValues: true });
}

function conditionOf({ condition, names, values }: Condition) {
  return {
    ...(condition !== undefined && {
      ConditionExpression: condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
    ...(names !== undefined && { ExpressionAttributeNames: { ...names } }),
    ...(values !== undefined && { ExpressionAttributeValues: toItem(values) }),
  };
}
