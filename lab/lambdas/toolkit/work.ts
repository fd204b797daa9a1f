import { consume } from '../../../lambdas/messaging/consume.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { doTask, taskSchema } from '../task.ts';

/** The toolkit's way: say what to do; resting, setting aside and acknowledging are the consumer's. */
export const handler = consume({
  schema: taskSchema,
  handle: async (task, { attempt }) => {
    await doTask(task);
    log.info('done', { subject: task.subject, attempt });
  },
});
