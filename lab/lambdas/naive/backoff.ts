import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { sqs } from '../../../lambdas/messaging/aws/sqs.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { callDownstream, type Task } from '../task.ts';

const retries = 5;
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Naive: waits inside the function, doubling from a second, and gives up after five attempts. */
export async function handler(event: SQSEvent): Promise<void> {
  await Promise.all(event.Records.map(({ body }) => withRetries(JSON.parse(body) as Task, body)));
}

async function withRetries({ subject }: Task, body: string): Promise<void> {
  for (let attempt = 0; attempt < retries; attempt++) {
    const { status } = await callDownstream('do', subject);
    if (status < 300) return log.info('done', { subject, attempt: attempt + 1 });
    const delaySeconds = 2 ** attempt;
    log.warn('sleeps', { subject, delaySeconds });
    await sleep(delaySeconds * 1000);
  }
  await sqs.send(new SendMessageCommand({ QueueUrl: required('deadLetterQueueUrl'), MessageBody: body }));
  log.error('gave up', { subject });
}
