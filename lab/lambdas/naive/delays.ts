import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { sqs } from '../../../lambdas/messaging/aws/sqs.ts';
import { clock } from '../../../lambdas/messaging/clock.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import type { Reminder } from '../reminders.ts';
import { callDownstream } from '../task.ts';

const longestDelaySeconds = 900;

/** Naive: what is not due yet is sent to the same queue again, for as long as SQS can hold it back. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const { body } of event.Records) await take(JSON.parse(body) as Reminder, body);
}

async function take({ type, subject, data }: Reminder, body: string): Promise<void> {
  if (type === 'lab.reminder-dropped') return log.warn('cannot be taken back', { subject });
  const left = Math.ceil((Date.parse(data.at) - clock.now()) / 1000);
  if (left > 0) {
    const delaySeconds = Math.min(left, longestDelaySeconds);
    const command = { QueueUrl: required('queueUrl'), MessageBody: body, DelaySeconds: delaySeconds };
    await sqs.send(new SendMessageCommand(command));
    return log.info('sent again', { subject, delaySeconds });
  }
  await callDownstream('do', subject);
  log.info('done', { subject });
}
