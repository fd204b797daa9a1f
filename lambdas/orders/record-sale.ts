import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { orderCompletedSchema, type OrderCompleted } from '../../contracts/orders.ts';
import { dynamodb } from '../messaging/aws/dynamodb.ts';
import { consume } from '../messaging/consume.ts';
import { required } from '../messaging/environment.ts';
import { log } from '../messaging/log.ts';
import { toItem } from '../messaging/transaction.ts';

const table = required('salesTable');

/** Records a completed order for analytics. The event's id is the row's key, so the write is its own guard. */
export const handler = consume({
  schema: orderCompletedSchema,
  handle: async (message, received) => {
    const recorded = await record(message);
    log.info(recorded ? 'sale recorded' : 'sale already recorded', {
      orderId: message.data.orderId,
      attempt: received.attempt,
      correlationId: received.correlationId,
    });
  },
});

async function record({ id, data }: OrderCompleted): Promise<boolean> {
  const sale = {
    eventId: id,
    orderId: data.orderId,
    amount: data.total.amount,
    currency: data.total.currency,
    completedAt: data.completedAt,
  };
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: toItem(sale),
        ConditionExpression: 'attribute_not_exists(eventId)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
