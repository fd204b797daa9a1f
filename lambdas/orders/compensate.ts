import { orderVoidSchema } from '../../contracts/orders.ts';
import { breaker } from '../messaging/breaker.ts';
import { consume } from '../messaging/consume.ts';
import { log } from '../messaging/log.ts';
import { HttpPayment } from './payment.ts';

const payment = new HttpPayment();
const provider = breaker();

/**
 * Gives back what a cancelled or parked order's charge may have taken. Whether it took anything is looked up for the
 * record; the key is closed in any case, since a charge under way could still arrive.
 */
export const handler = consume({
  schema: orderVoidSchema,
  handle: async ({ data }, received) => {
    const found = await provider.call(() => payment.lookUp(data.paymentKey));
    if (found !== 'voided') await provider.call(() => payment.void(data.paymentKey));
    log.info('payment voided', {
      orderId: data.orderId,
      status: found,
      attempt: received.attempt,
      correlationId: received.correlationId,
    });
  },
});
