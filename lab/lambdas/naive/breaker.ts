import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log } from '../../../lambdas/messaging/log.ts';
import { callDownstream, type Task } from '../task.ts';

const threshold = 5;
const restMilliseconds = 60_000;

/** Naive: each instance has a breaker of its own, which fails messages while it is open. */
const breaker = {
  state: 'CLOSED' as 'CLOSED' | 'OPEN' | 'HALF_OPEN',
  failures: 0,

  async call(work: () => Promise<number>): Promise<void> {
    if (this.state === 'OPEN') throw new Error('Circuit breaker is OPEN');
    const status = await work();
    if (status >= 300) {
      this.failed();
      throw new Error(`The service answered ${status}`);
    }
    this.failures = 0;
    this.state = 'CLOSED';
  },

  failed(): void {
    this.failures += 1;
    if (this.failures < threshold) return;
    this.state = 'OPEN';
    setTimeout(() => {
      this.state = 'HALF_OPEN';
      this.failures = 0;
    }, restMilliseconds);
  },
};

export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    const { subject } = JSON.parse(body) as Task;
    try {
      await breaker.call(async () => (await callDownstream('do', subject)).status);
      log.info('done', { subject });
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
