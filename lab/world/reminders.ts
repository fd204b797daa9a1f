import type { Stack } from 'aws-cdk-lib';
import { DelayedMessages } from '../../lib/constructs/delayed-messages.ts';
import { IdempotencyTable } from '../../lib/constructs/idempotency-table.ts';
import { envelope } from '../../lambdas/messaging/envelope.ts';
import { spillwayConsumer } from './consumers.ts';

const start = Date.UTC(2026, 0, 1);

/** Reminders that are set and dropped, and a queue that they come into when they are due. */
export function reminders(root: Stack) {
  const due = spillwayConsumer(root, { entry: 'lambdas/toolkit/remind.ts', batchSize: 1 }, 'Due');
  const set = spillwayConsumer(root, { entry: 'lambdas/toolkit/delays.ts', batchSize: 1 }, 'Set');
  new IdempotencyTable(root, 'Idempotency').connect(due.worker, due.workQueue!);
  const delays = new DelayedMessages(root, 'Delays', { queue: due.workQueue! });
  delays.grantSchedule(set.worker);
  const places = {
    Reminders: set.queue,
    Due: due.queue,
    SetAside: set.deadLetterQueue,
    Undelivered: due.deadLetterQueue,
  };
  return { places, delays, worker: set.worker };
}

/** The body of a message that sets a reminder for a time after the start, milliseconds. */
export function reminderSet(subject: string, at: number, note = ''): string {
  return body('lab.reminder-set', subject, { at: new Date(start + at).toISOString(), note });
}

export function reminderDropped(subject: string): string {
  return body('lab.reminder-dropped', subject, {});
}

function body(type: string, subject: string, data: object): string {
  const cause = { correlationId: subject, causationId: subject };
  return JSON.stringify(envelope({ type, subject, transition: '1', data, cause, at: start }));
}
