import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import type { OrderCompleted } from '../../../contracts/orders.ts';
import { dynamodb } from '../../../lambdas/messaging/aws/dynamodb.ts';
import { clock } from '../../../lambdas/messaging/clock.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { toItem } from '../../../lambdas/messaging/transaction.ts';

const processed = new Set<string>();

/** Naive: remembers message ids in the process, after the work. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const { messageId, body } of event.Records) {
    if (processed.has(messageId)) return log.info('duplicate skipped');
    const { data } = JSON.parse(body) as OrderCompleted;
    const sale = { eventId: clock.uuid(), orderId: data.orderId, amount: data.total.amount };
    await dynamodb.send(new PutItemCommand({ TableName: required('salesTable'), Item: toItem(sale) }));
    log.info('sale recorded');
    processed.add(messageId);
  }
}
