import type { Money, OrderStatus, OrderView, PricedLine } from '../../contracts/orders.ts';

/** An order as it is stored. */
export interface Order {
  readonly orderId: string;
  readonly customerId: string;
  /** Pinned when the order is placed, so that a later change of tier reorders nothing. */
  readonly lane: string;
  readonly items: readonly PricedLine[];
  readonly total: Money;
  readonly note?: string;
  readonly status: OrderStatus;
  /** Why it was rejected, cancelled or parked. */
  readonly reason?: string;
  /** Counts transitions, from 1; every write is conditional on it. */
  readonly version: number;
  /** Counts returns from PARKED. A round that was voided cannot be charged again, so each has a payment key of its own. */
  readonly round: number;
  /** Hash of the body that placed it: another body under the same key is another request. */
  readonly requestHash: string;
  readonly correlationId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When the sweeper parks it if it is still unfinished. */
  readonly deadline: string;
  /** Present while unfinished: partition of the sweeper's sparse index. */
  readonly openShard?: string;
}

/** Every transition there is; a write that asks for another is refused before it is tried. */
const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  RECEIVED: ['RESERVED', 'REJECTED', 'CANCELLED', 'PARKED'],
  RESERVED: ['CHARGING', 'REJECTED', 'CANCELLED', 'PARKED'],
  CHARGING: ['COMPLETED', 'REJECTED', 'CANCELLED', 'PARKED'],
  PARKED: ['RECEIVED', 'CANCELLED'],
  COMPLETED: [],
  REJECTED: [],
  CANCELLED: [],
};

export function mayBecome(from: OrderStatus, to: OrderStatus): boolean {
  return transitions[from].includes(to);
}

/** Whether work on the order is under way: it still has to reach a terminal state. */
export function isOpen(status: OrderStatus): boolean {
  return status === 'RECEIVED' || status === 'RESERVED' || status === 'CHARGING';
}

export function holdsStock(status: OrderStatus): boolean {
  return status === 'RESERVED' || status === 'CHARGING';
}

/** The key under which this round's money moves, and the only one. */
export function paymentKey(order: Pick<Order, 'orderId' | 'round'>): string {
  return order.round === 0 ? order.orderId : `${order.orderId}.${order.round}`;
}

export function view(order: Order): OrderView {
  return {
    orderId: order.orderId,
    customerId: order.customerId,
    status: order.status,
    ...(order.reason !== undefined && { reason: order.reason }),
    items: order.items,
    total: order.total,
    ...(order.note !== undefined && { note: order.note }),
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

/** The lane that a customer's tier is served on. */
export function laneOf(tier: string): 'vip' | 'standard' {
  return tier === 'vip' ? 'vip' : 'standard';
}
