import { consume } from '../../../lambdas/messaging/consume.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { doTask, taskSchema } from '../task.ts';

/** As `work.ts`, and each message group keeps its order. */
export const handler = consume({
  schema: taskSchema,
  fifo: true,
  handle: async (task, { attempt }) => {
    await doTask(task);
    log.info('done', { subject: task.subject, attempt });
  },
});
