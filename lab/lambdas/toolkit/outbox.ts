import { clock } from '../../../lambdas/messaging/clock.ts';
import { consume } from '../../../lambdas/messaging/consume.ts';
import { required } from '../../../lambdas/messaging/environment.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { outboxWrites } from '../../../lambdas/messaging/outbox.ts';
import { TransactionRefused, put, transaction } from '../../../lambdas/messaging/transaction.ts';
import { orderCompleted } from '../completed.ts';
import { taskSchema } from '../task.ts';

const [orders, outbox] = [required('ordersTable'), required('outboxTable')];

/** The order and the message about it are one write; the relay sends what was written. */
export const handler = consume({
  schema: taskSchema,
  handle: async ({ subject }) => {
    const now = clock.now();
    const message = orderCompleted(subject, now);
    try {
      await transaction([
        put(orders, { orderId: subject, status: 'COMPLETED' }, { condition: 'attribute_not_exists(orderId)' }),
        ...outboxWrites(outbox, message.subject, 4, [{ destination: 'events', message }], now),
      ]);
      log.info('order and message written', { subject });
    } catch (error) {
      if (!(error instanceof TransactionRefused) || error.refusals[0]?.code !== 'ConditionalCheckFailed') throw error;
      log.info('already completed', { subject });
    }
  },
});
