import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  type MessageAttributeValue,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { sqs } from '../aws/sqs.ts';
import { describe } from '../errors.ts';
import type { Failure } from '../failure.ts';
import { log } from '../log.ts';
import { isFifo } from './triage.ts';

export interface Rest {
  readonly record: SQSRecord;
  readonly delaySeconds: number;
}

/** Entries in one ChangeMessageVisibilityBatch. */
const batchSize = 10;

/**
 * Lets messages rest before their next receive. One that cannot be told keeps the queue's own visibility timeout, so a
 * failure here delays and loses nothing.
 */
export async function rest(queueUrl: string, rests: readonly Rest[]): Promise<void> {
  for (let start = 0; start < rests.length; start += batchSize)
    await restBatch(queueUrl, rests.slice(start, start + batchSize));
}

async function restBatch(queueUrl: string, rests: readonly Rest[]): Promise<void> {
  try {
    const { Failed = [] } = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queueUrl,
        Entries: rests.map(({ record, delaySeconds }, index) => ({
          Id: String(index),
          ReceiptHandle: record.receiptHandle,
          VisibilityTimeout: delaySeconds,
        })),
      }),
    );
    if (Failed.length > 0) log.warn('visibility not changed', { count: Failed.length, reason: Failed[0]!.Code });
  } catch (error) {
    log.warn('visibility not changed', { count: rests.length, errorType: describe(error).errorType });
  }
}

/**
 * Puts a copy with its reason into the dead-letter queue. Sent before the original is acknowledged: a crash in between
 * leaves two, never none.
 */
export async function sendToDeadLetterQueue(
  deadLetterQueueUrl: string,
  record: SQSRecord,
  failure: Failure,
): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: deadLetterQueueUrl,
      MessageBody: record.body,
      MessageAttributes: {
        reason: attribute(failure.reason),
        errorType: attribute(failure.errorType),
        errorMessage: attribute(failure.message),
        attempts: attribute(record.attributes.ApproximateReceiveCount),
        sourceMessageId: attribute(record.messageId),
        sourceArn: attribute(record.eventSourceARN),
        ...(failure.businessId !== undefined && { businessId: attribute(failure.businessId) }),
      },
      ...(isFifo(record) && {
        MessageGroupId: record.attributes.MessageGroupId!,
        MessageDeduplicationId: record.messageId,
      }),
    }),
  );
}

function attribute(value: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: value.slice(0, 500) };
}
