import { breaker } from '../../../lambdas/messaging/breaker.ts';
import { consume } from '../../../lambdas/messaging/consume.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { doTask, taskSchema } from '../task.ts';

const service = breaker();

/** One breaker for all instances, before the call and nothing else. */
export const handler = consume({
  schema: taskSchema,
  handle: async (task, { attempt }) => {
    await service.call(() => doTask(task));
    log.info('done', { subject: task.subject, attempt });
  },
});
