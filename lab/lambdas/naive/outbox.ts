import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { SQSEvent } from 'aws-lambda';
import { eventTypeAttribute } from '../../../contracts/event-types.ts';
import { dynamodb } from '../../../lambdas/messaging/aws/dynamodb.ts';
import { sns } from '../../../lambdas/messaging/aws/sns.ts';
import { clock } from '../../../lambdas/messaging/clock.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { toItem } from '../../../lambdas/messaging/transaction.ts';
import { orderCompleted } from '../completed.ts';
import type { Task } from '../task.ts';

const destinations = JSON.parse(required('outboxDestinations')) as { events: string };

/** Naive: writes the order, then publishes what happened. Two systems, two writes, and a moment in between. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const { body } of event.Records) await complete(JSON.parse(body) as Task);
}

async function complete({ subject }: Task): Promise<void> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: required('ordersTable'),
        Item: toItem({ orderId: subject, status: 'COMPLETED' }),
        ConditionExpression: 'attribute_not_exists(orderId)',
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return log.info('already completed', { subject });
    throw error;
  }
  log.info('order written', { subject });
  const message = orderCompleted(subject, clock.now());
  await sns.send(
    new PublishCommand({
      TopicArn: destinations.events,
      Message: JSON.stringify(message),
      MessageAttributes: { [eventTypeAttribute]: { DataType: 'String', StringValue: message.type } },
    }),
  );
  log.info('event published', { subject });
}
