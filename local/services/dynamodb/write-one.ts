import { AwsError } from '../aws-error.ts';
import { Capacity, type ConsumedCapacity, type ReturnConsumedCapacity } from './capacity.ts';
import { checkCondition, type Intent } from './intent.ts';
import { collectionMetrics, type ItemCollectionMetrics } from './item-collections.ts';
import type { Call } from '../service.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { WriteCause } from './store.ts';
import type { AttributeMap } from './values.ts';

interface Wanted {
  readonly TableName?: string | undefined;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE' | undefined;
}

export interface Written {
  readonly old: AttributeMap | undefined;
  readonly next: AttributeMap | undefined;
  /** Spread into the answer. */
  readonly metrics: { ConsumedCapacity?: ConsumedCapacity; ItemCollectionMetrics?: ItemCollectionMetrics };
}

/**
 * Does one conditional write.
 *
 * @throws AwsError `ConditionalCheckFailedException`, `ValidationException`
 */
export function writeOne(db: DynamoDb, intent: Intent, cause: WriteCause, wanted: Wanted, call: Call): Written {
  const { table, position } = intent;
  const old = db.read(table, position);
  try {
    checkCondition(intent, old);
  } catch (error) {
    if (error instanceof AwsError) reportRefused(db, intent, cause, error, call);
    throw error;
  }
  const next = intent.next(old);
  const capacity = new Capacity(wanted.ReturnConsumedCapacity, 'write');
  capacity.write(table, position, old, next);
  db.write(table, position, next, cause, call.requestId);
  const consumed = capacity.consumedByOne(wanted.TableName!);
  const collection = wanted.ReturnItemCollectionMetrics === 'SIZE' ? collectionMetrics(table, intent.key) : undefined;
  return {
    old,
    next,
    metrics: {
      ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
      ...(collection === undefined ? {} : { ItemCollectionMetrics: collection }),
    },
  };
}

export function reportRefused(db: DynamoDb, intent: Intent, cause: WriteCause, error: AwsError, call: Call): void {
  db.surroundings.journal({
    service: 'dynamodb',
    event: 'refused',
    resource: intent.table.record.arn,
    table: intent.table.record.name,
    keys: intent.key,
    reason: error.code,
    cause,
    requestId: call.requestId,
  });
}
