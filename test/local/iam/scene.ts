import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { seededRandom } from '../../../local/clock/random.ts';
import { Iam, type IamOptions } from '../../../local/services/iam/iam.ts';
import type { Caller, JournalEntry, PolicyStatement } from '../../../local/services/service.ts';

export const accountId = '123456789012';
export const queue = `arn:aws:sqs:us-east-1:${accountId}:orders`;
export const worker: Caller = { principal: `arn:aws:iam::${accountId}:role/worker` };
export const topic: Caller = {
  principal: 'sns.amazonaws.com',
  sourceArn: `arn:aws:sns:us-east-1:${accountId}:events`,
};

export type Statement = Omit<PolicyStatement, 'Effect'> & { readonly Effect?: 'Allow' | 'Deny' };

export function document(...statements: Statement[]) {
  return {
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({ Effect: 'Allow' as const, ...statement })),
  };
}

export function scene(options?: IamOptions) {
  const journal: JournalEntry[] = [];
  const clock = new VirtualClock();
  const iam = new Iam(
    {
      clock,
      random: seededRandom(1),
      accountId,
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      journal: (entry) => journal.push(entry),
    },
    options,
  );
  iam.createRole('worker');
  return { iam, journal, clock };
}

/** Whether the worker may send to the queue, given these statements of its own. */
export function workerMay(statements: Statement[], conditions: Record<string, string | string[]> = {}): boolean {
  const { iam } = scene();
  iam.attach('worker', document(...statements));
  return iam.allows(worker, { action: 'sqs:SendMessage', resource: queue, conditions });
}
