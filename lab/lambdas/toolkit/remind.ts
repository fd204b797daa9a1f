import { consume } from '../../../lambdas/messaging/consume.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { once } from '../../../lambdas/messaging/once.ts';
import { doTask, taskSchema, type Task } from '../task.ts';

const remind = once({
  operation: 'remind',
  key: ({ id }: Task) => id,
  run: async (task) => {
    await doTask(task);
    return 'reminded';
  },
});

/** A delayed message comes at least once, so that what it asks for is done once by its id. */
export const handler = consume({
  schema: taskSchema,
  handle: async (task, { attempt }) => {
    await remind(task);
    log.info('done', { subject: task.subject, attempt });
  },
});
