import type { OrderStatus } from '../../contracts/orders.ts';
import type { Received } from '../messaging/consume/received.ts';
import { silentLimit } from '../messaging/consume/triage.ts';
import type { Cause } from '../messaging/envelope.ts';
import { Reject, RetryLater } from '../messaging/errors.ts';
import { findOrder } from './order-queries.ts';
import type { OrderStore, Written } from './order-store.ts';
import { paymentKey, type Order } from './order.ts';
import type { ChargeOutcome, ChargeRequest } from './payment.ts';

export interface ProcessPorts {
  readonly store: Pick<OrderStore, 'move'>;
  /** Charges at most once per key and remembers the answer. */
  readonly charge: (request: ChargeRequest) => Promise<ChargeOutcome>;
}

/** One order's own limit of steps: five transitions finish any order, more mean that it is being fought over. */
const longestPath = 8;

/**
 * Takes an order from wherever it stands to its end: reserve, charge, complete. Every step is conditional on the state
 * it was decided on, so a second worker, a late one, or a repeated message can only find the step done.
 *
 * @returns the status it ended in
 * @throws Reject `unknown-order`; RetryLater where the order moved under our feet or the payment stays unknown
 */
export async function processOrder(orderId: string, cause: Received, ports: ProcessPorts): Promise<OrderStatus> {
  let order = await findOrder(orderId);
  if (order === undefined) throw new Reject('The order does not exist', { reason: 'unknown-order' });
  // A message that finds its order PARKED at once was redriven: the order goes back to work. After silent crashes, or later
  // in this run, it means that someone else parked it.
  if (order.status === 'PARKED' && cause.attempt <= silentLimit)
    order = settled(await ports.store.move(order, 'RECEIVED', cause), order);
  for (let step = 0; step < longestPath; step++) {
    const next = await advance(order, cause, ports);
    if (next === undefined) return order.status;
    order = next;
  }
  throw new RetryLater('The order keeps changing under our feet');
}

/** One step; undefined where nothing is left to do. */
async function advance(order: Order, cause: Cause, ports: ProcessPorts): Promise<Order | undefined> {
  switch (order.status) {
    case 'RECEIVED': {
      const written = await ports.store.move(order, 'RESERVED', cause);
      if (!('refused' in written) || written.refused === 'changed') return settled(written, order);
      return settled(await ports.store.move(order, 'REJECTED', cause, 'out-of-stock'), order);
    }
    case 'RESERVED':
      return settled(await ports.store.move(order, 'CHARGING', cause), order);
    case 'CHARGING':
      return charge(order, cause, ports);
    case 'PARKED':
      throw new RetryLater('The order was parked meanwhile');
    default:
      return undefined;
  }
}

async function charge(order: Order, cause: Cause, { store, charge }: ProcessPorts): Promise<Order> {
  const outcome = await charge({
    paymentKey: paymentKey(order),
    customerId: order.customerId,
    amount: order.total.amount,
    currency: order.total.currency,
  });
  switch (outcome) {
    case 'charged':
      return settled(await store.move(order, 'COMPLETED', cause), order);
    case 'declined':
      return settled(await store.move(order, 'REJECTED', cause, 'payment-declined'), order);
    case 'voided': {
      const current = await findOrder(order.orderId);
      if (current === undefined || current.version === order.version) {
        throw new RetryLater('The payment was voided but the order still waits for it');
      }
      return current;
    }
  }
}

/** The order as it stands after a write: as written, or as someone else left it. */
function settled(written: Written, before: Order): Order {
  if (!('refused' in written) || written.refused === 'changed') return written.order;
  throw new RetryLater(`The order ${before.orderId} could not leave ${before.status}`);
}
