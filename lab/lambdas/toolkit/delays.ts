import { consume } from '../../../lambdas/messaging/consume.ts';
import { cancelLater, sendLater } from '../../../lambdas/messaging/delayed.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { reminded, reminderSchema } from '../reminders.ts';

/** A schedule holds the reminder; dropping it takes the schedule away. */
export const handler = consume({
  schema: reminderSchema,
  handle: async (reminder) => {
    const message = reminded(reminder);
    if (reminder.type === 'lab.reminder-dropped') log.info(await cancelLater(message.id), { subject: message.subject });
    else {
      const { outcome } = await sendLater(message, Date.parse(reminder.data.at));
      log.info(outcome, { subject: message.subject });
    }
  },
});
