import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { sqs } from '../../../lambdas/messaging/aws/sqs.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { callDownstream, type Task } from '../task.ts';

/** Naive: counts retries itself, sends what failed three times to a second queue, and fails the batch otherwise. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const record of event.Records) await process(record);
}

async function process({ body, attributes }: SQSRecord): Promise<void> {
  const { subject } = JSON.parse(body) as Task;
  const attempt = Number(attributes.ApproximateReceiveCount);
  try {
    const { status } = await callDownstream('do', subject);
    if (status >= 300) throw new Error(`The service answered ${status}`);
    log.info('done', { subject, attempt });
  } catch (error) {
    if (attempt < 3) throw error;
    await sqs.send(new SendMessageCommand({ QueueUrl: required('deadLetterQueueUrl'), MessageBody: body }));
    log.error('sent to the second queue', { subject, attempt });
  }
}
