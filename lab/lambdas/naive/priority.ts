import type { SQSEvent } from 'aws-lambda';
import { log } from '../../../lambdas/messaging/log.ts';
import { callDownstream, type Task } from '../task.ts';

/** Naive: one queue for all; that a message is urgent stands in it, where no queue looks. */
export async function handler(event: SQSEvent): Promise<void> {
  for (const { body } of event.Records) {
    const { subject } = JSON.parse(body) as Task;
    await callDownstream('do', subject);
    log.info('done', { subject });
  }
}
