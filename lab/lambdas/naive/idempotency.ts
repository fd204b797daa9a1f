import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { dynamodb } from '../../../lambdas/messaging/aws/dynamodb.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { put, toItem, transaction, update } from '../../../lambdas/messaging/transaction.ts';
import { table } from '../stock.ts';
import type { Task } from '../task.ts';

/** Naive: looks whether the order was processed, then writes in a transaction that no longer asks. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const { body } of event.Records) {
    const { subject } = JSON.parse(body) as Task;
    const Key = toItem({ id: subject });
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key }));
    if (Item !== undefined) return log.info('already processed', { subject });
    await transaction([
      update(table, { id: 'tea' }, 'SET available = available - :one', { values: { ':one': 1 } }),
      put(table, { id: subject }),
    ]);
    log.info('took one from stock', { subject });
  }
}
