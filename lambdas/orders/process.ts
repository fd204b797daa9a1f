import { orderPlacedSchema } from '../../contracts/orders.ts';
import { breaker } from '../messaging/breaker.ts';
import { consume } from '../messaging/consume.ts';
import { clock } from '../messaging/clock.ts';
import { count, log, timed } from '../messaging/log.ts';
import { once } from '../messaging/once.ts';
import { OrderStore } from './order-store.ts';
import { parkOrder } from './park-order.ts';
import { HttpPayment, type ChargeRequest } from './payment.ts';
import { processOrder } from './process-order.ts';

const store = new OrderStore();
const payment = new HttpPayment();
const provider = breaker();
const charge = once({
  operation: 'charge',
  key: (request: ChargeRequest) => request.paymentKey,
  run: (request) => provider.call(() => payment.charge(request)),
});

/** Takes placed orders to their end; runs once per lane. */
export const handler = consume({
  schema: orderPlacedSchema,
  fifo: true,
  handle: async ({ data, time }, received) => {
    const status = await processOrder(data.orderId, received, { store, charge });
    log.info(`order ${status.toLowerCase()}`, {
      orderId: data.orderId,
      status,
      attempt: received.attempt,
      correlationId: received.correlationId,
    });
    if (status === 'COMPLETED') timed('OrderSeconds', (clock.now() - Date.parse(time)) / 1000);
    count(`Orders${status.charAt(0)}${status.slice(1).toLowerCase()}`);
  },
  setAside: async ({ data }, failure, received) => {
    await parkOrder(data.orderId, failure.reason, received, store);
  },
});
