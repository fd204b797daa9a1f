import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log } from '../../../lambdas/messaging/log.ts';
import { callDownstream, type Task } from '../task.ts';

/** Naive: reports what failed, and goes on with what stands behind it. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    const { subject } = JSON.parse(body) as Task;
    const { status } = await callDownstream('do', subject);
    if (status < 300) log.info('done', { subject });
    else batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}
