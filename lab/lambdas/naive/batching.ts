import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import type { UserRegistered } from '../../../contracts/users.ts';
import { dynamodb } from '../../../lambdas/messaging/aws/dynamodb.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { toItem } from '../../../lambdas/messaging/transaction.ts';

const batchSize = 100;
const batchMilliseconds = 5000;
const table = required('registrationsTable');

/** Naive: messages are acknowledged when they are put into an array, which is written when it is full or time is up. */
const batch: UserRegistered[] = [];
let timer = setTimeout(() => void write(batch), batchMilliseconds);

export async function handler(event: SQSEvent): Promise<void> {
  for (const { body } of event.Records) {
    batch.push(JSON.parse(body) as UserRegistered);
    if (batch.length < batchSize) continue;
    clearTimeout(timer);
    void write(batch);
    batch.length = 0;
    timer = setTimeout(() => void write(batch), batchMilliseconds);
  }
}

async function write(messages: readonly UserRegistered[]): Promise<void> {
  let count = 0;
  for (let start = 0; start < messages.length; start += 25) {
    const chunk = messages.slice(start, start + 25);
    const puts = chunk.map(({ id, data }) => ({ PutRequest: { Item: toItem({ eventId: id, userId: data.userId }) } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    count += chunk.length;
  }
  log.info('batch written', { count });
}
