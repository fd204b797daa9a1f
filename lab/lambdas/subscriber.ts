import { orderCompletedSchema } from '../../contracts/orders.ts';
import { consume } from '../../lambdas/messaging/consume.ts';
import { RetryLater } from '../../lambdas/messaging/errors.ts';
import { callDownstream } from './task.ts';

/** A subscriber of `order.completed` that calls its own service for each. */
export function subscriber(service: string) {
  return consume({
    schema: orderCompletedSchema,
    handle: async ({ id, correlationid }) => {
      const { status } = await callDownstream(service, correlationid, id);
      if (status >= 300) throw new RetryLater(`The service answered ${status}`);
    },
  });
}
