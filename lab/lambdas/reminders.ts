import * as z from 'zod/mini';
import { envelopeOf } from '../../contracts/envelope.ts';
import { envelope } from '../../lambdas/messaging/envelope.ts';

/** Asks for a task to be done at a time, or takes that back; the subject is the task. */
export const reminderSchema = z.discriminatedUnion('type', [
  envelopeOf('lab.reminder-set', z.object({ at: z.iso.datetime(), note: z.string() })),
  envelopeOf('lab.reminder-dropped', z.object({})),
]);
export type Reminder = z.infer<typeof reminderSchema>;

/** What is to come then: the same message, with the same id, whenever the same reminder is meant. */
export function reminded({ subject, time, correlationid, causationid, data }: Reminder) {
  return envelope({
    type: 'lab.task',
    subject,
    transition: '1',
    data: 'note' in data ? { note: data.note } : {},
    cause: { correlationId: correlationid, causationId: causationid },
    at: Date.parse(time),
  });
}
