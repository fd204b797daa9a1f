import { orderCompletedSchema, type OrderCompleted } from '../../contracts/orders.ts';
import { pushOnce } from '../http/push.ts';
import { consume } from '../messaging/consume.ts';
import { log } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';

const notify = once({
  operation: 'order-notification',
  key: ({ id }: OrderCompleted) => id,
  run: ({ id, data }) =>
    pushOnce(id, { to: data.customerId, title: 'Order completed', body: `Order ${data.orderId} is on its way.` }),
});

/** Pushes the news of a completed order to the customer's devices. */
export const handler = consume({
  schema: orderCompletedSchema,
  handle: async (message, received) => {
    await notify(message);
    log.info('notification pushed', {
      orderId: message.data.orderId,
      attempt: received.attempt,
      correlationId: received.correlationId,
    });
  },
});
