import { consume } from '../../../lambdas/messaging/consume.ts';
import { log } from '../../../lambdas/messaging/log.ts';
import { TransactionRefused, put, transaction, update } from '../../../lambdas/messaging/transaction.ts';
import { table } from '../stock.ts';
import { taskSchema } from '../task.ts';

/** The write is the guard: it succeeds once per order, whoever tries and however often. */
export const handler = consume({
  schema: taskSchema,
  handle: async ({ subject }) => {
    try {
      await transaction([
        put(table, { id: subject }, { condition: 'attribute_not_exists(id)' }),
        update(table, { id: 'tea' }, 'SET available = available - :one', {
          condition: 'available >= :one',
          values: { ':one': 1 },
        }),
      ]);
      log.info('took one from stock', { subject });
    } catch (error) {
      if (!(error instanceof TransactionRefused) || error.refusals[0]?.code !== 'ConditionalCheckFailed') throw error;
      log.info('already processed', { subject });
    }
  },
});
