import { SQSClient } from '@aws-sdk/client-sqs';
import { seededRandom } from '../../../local/clock/random.ts';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { Sqs } from '../../../local/services/sqs/sqs.ts';
import { SqsService } from '../../../local/services/sqs/sqs-service.ts';
import { clientOptions, type InProcessOptions } from '../sdk.ts';
import type { Call, JournalEntry } from '../../../local/services/service.ts';

/** An account with queues, its clock, what it reported, and a stock client to it. */
export function account(options: InProcessOptions = {}) {
  const clock = new VirtualClock();
  const journal: JournalEntry[] = [];
  const sqs = new Sqs({
    clock,
    random: seededRandom(1),
    accountId: '123456789012',
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    journal: (entry) => journal.push(entry),
  });
  const service = new SqsService(sqs);
  const client = new SQSClient({ ...clientOptions(service, options), endpoint: 'http://127.0.0.1:4566' });
  return { clock, journal, sqs, service, client };
}

export const call: Call = {
  caller: { principal: 'arn:aws:iam::123456789012:root' },
  requestId: '00000000-0000-4000-8000-000000000000',
  authorize: () => undefined,
};

/** What a rejected promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<{ name: string; message: string; Code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as { name: string; message: string };
  }
  throw new Error('expected a failure');
}
