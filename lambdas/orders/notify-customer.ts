import { orderCompletedSchema, type OrderCompleted } from '../../contracts/orders.ts';
import { callProvider } from '../http/provider.ts';
import { consume } from '../messaging/consume.ts';
import { required } from '../messaging/environment.ts';
import { Reject } from '../messaging/errors.ts';
import { log } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';

const url = required('pushUrl');

const notify = once({
  operation: 'order-notification',
  key: ({ id }: OrderCompleted) => id,
  run: async ({ id, data }) => {
    const { status } = await callProvider({
      method: 'POST',
      url: `${url}/notifications`,
      idempotencyKey: id,
      body: { to: data.customerId, title: 'Order completed', body: `Order ${data.orderId} is on its way.` },
    });
    if (status >= 300) throw new Reject(`The push provider refused (${status})`, { reason: 'push-refused' });
    return { status };
  },
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
