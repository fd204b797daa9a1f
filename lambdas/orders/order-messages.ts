import type { OrderStatus } from '../../contracts/orders.ts';
import { timestamp } from '../messaging/clock.ts';
import { envelope, type Cause } from '../messaging/envelope.ts';
import type { OutgoingEnvelope } from '../messaging/outbox.ts';
import { paymentKey, type Order } from './order.ts';

/** Destinations by the names that the stack gives the relay. */
export const destinations = {
  events: 'events',
  compensations: 'compensations',
  lane: (lane: string) => `lane-${lane}`,
};

/** The work order for the lane. */
export function placed(order: Order, cause: Cause, at: number): OutgoingEnvelope {
  return {
    destination: destinations.lane(order.lane),
    message: envelope({
      type: 'order.placed',
      subject: order.orderId,
      transition: String(order.version),
      data: { orderId: order.orderId, customerId: order.customerId, items: order.items, total: order.total },
      cause,
      at,
    }),
  };
}

/** What a transition tells the world, and what it leaves to clean up. `order` is as it stands after the transition. */
export function causedBy(order: Order, from: OrderStatus, cause: Cause, at: number): OutgoingEnvelope[] {
  const messages: OutgoingEnvelope[] = [];
  const event = eventOf(order, cause, at);
  if (event !== undefined) messages.push({ destination: destinations.events, message: event });
  if (from === 'CHARGING' && (order.status === 'CANCELLED' || order.status === 'PARKED')) {
    messages.push({ destination: destinations.compensations, message: voidRequest(order, cause, at) });
  }
  return messages;
}

function eventOf(order: Order, cause: Cause, at: number) {
  const about = { subject: order.orderId, transition: String(order.version), cause, at };
  const facts = { orderId: order.orderId, customerId: order.customerId };
  const reason = order.reason ?? 'unknown';
  switch (order.status) {
    case 'COMPLETED':
      return envelope({
        ...about,
        type: 'order.completed',
        data: { ...facts, items: order.items, total: order.total, completedAt: timestamp(at) },
      });
    case 'REJECTED':
      return envelope({ ...about, type: 'order.rejected', data: { ...facts, reason } });
    case 'CANCELLED':
      return envelope({ ...about, type: 'order.cancelled', data: { ...facts, reason } });
    case 'PARKED':
      return envelope({ ...about, type: 'order.parked', data: { ...facts, reason } });
    default:
      return undefined;
  }
}

function voidRequest(order: Order, cause: Cause, at: number) {
  return envelope({
    type: 'order.void-requested',
    subject: order.orderId,
    transition: String(order.version),
    data: { orderId: order.orderId, customerId: order.customerId, paymentKey: paymentKey(order) },
    cause,
    at,
  });
}
