import { orderCompletedSchema, type OrderCompleted } from '../../contracts/orders.ts';
import { sendMail } from '../http/mail.ts';
import { consume } from '../messaging/consume.ts';
import { Reject } from '../messaging/errors.ts';
import { log } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';
import { findCustomer } from './customers.ts';

const sendConfirmation = once({
  operation: 'order-confirmation',
  key: ({ data }: OrderCompleted) => data.orderId,
  run: async ({ data }) => {
    const customer = await findCustomer(data.customerId);
    if (customer === undefined) throw new Reject('The customer is gone', { reason: 'unknown-customer' });
    return sendMail({
      to: customer.email,
      subject: `Your order ${data.orderId}`,
      text: `Thank you. We charged ${(data.total.amount / 100).toFixed(2)} ${data.total.currency} for ${data.items.length} item(s).`,
    });
  },
});

/** E-mails the confirmation of a completed order. */
export const handler = consume({
  schema: orderCompletedSchema,
  handle: async (message, received) => {
    await sendConfirmation(message);
    log.info('confirmation sent', {
      orderId: message.data.orderId,
      attempt: received.attempt,
      correlationId: received.correlationId,
    });
  },
});
