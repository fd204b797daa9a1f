import type { OrderStatus } from '../../contracts/orders.ts';
import { clock, timestamp } from '../messaging/clock.ts';
import { openShardOf } from '../messaging/deadline.ts';
import type { Cause } from '../messaging/envelope.ts';
import { required, requiredCount } from '../messaging/environment.ts';
import { outboxWrites } from '../messaging/outbox.ts';
import { TransactionRefused, put, transaction, update } from '../messaging/transaction.ts';
import { causedBy, placed } from './order-messages.ts';
import { holdsStock, isOpen, mayBecome, type Order } from './order.ts';

/** What a write found instead of what it expected. */
export type Refused = { readonly refused: 'changed'; readonly order: Order } | { readonly refused: 'out-of-stock' };

export type Written = { readonly order: Order } | Refused;

/** Writes orders to DynamoDB. Each change of state, the stock it moves and the messages it causes are one transaction. */
export class OrderStore {
  readonly #orders = required('ordersTable');
  readonly #catalogue = required('catalogueTable');
  readonly #outbox = required('outboxTable');
  readonly #deadlineSeconds = requiredCount('orderDeadlineSeconds');

  /**
   * Writes a new order with the message that gets it worked on.
   *
   * @returns the order that already has this id, or undefined if this one was written
   */
  async place(
    order: Omit<Order, 'version' | 'round' | 'status' | 'createdAt' | 'updatedAt' | 'deadline' | 'openShard'>,
    cause: Cause,
  ): Promise<Order | undefined> {
    const now = clock.now();
    const row: Order = {
      ...order,
      status: 'RECEIVED',
      version: 1,
      round: 0,
      createdAt: timestamp(now),
      updatedAt: timestamp(now),
      deadline: this.#deadline(now),
      openShard: openShardOf(order.orderId),
    };
    try {
      await transaction([
        put(this.#orders, { ...row }, { condition: 'attribute_not_exists(orderId)' }),
        ...outboxWrites(this.#outbox, row.orderId, row.version, [placed(row, cause, now)], now),
      ]);
      return undefined;
    } catch (error) {
      const existing = error instanceof TransactionRefused ? error.refusals[0]?.item : undefined;
      if (existing === undefined) throw error;
      return existing as unknown as Order;
    }
  }

  /**
   * Moves an order on, if it still stands as `order` says: state, stock and messages in one transaction.
   *
   * @throws Error for a transition that the state machine does not have; TransactionRefused for conflicts that outlast
   * the retries
   */
  async move(order: Order, to: OrderStatus, cause: Cause, reason?: string): Promise<Written> {
    if (!mayBecome(order.status, to)) throw new Error(`An order that is ${order.status} cannot become ${to}`);
    const now = clock.now();
    const next = this.#next(order, to, now, reason);
    try {
      await transaction([
        this.#stateWrite(order, next),
        ...this.#stockWrites(order, to),
        ...outboxWrites(this.#outbox, order.orderId, next.version, causedBy(next, order.status, cause, now), now),
      ]);
      return { order: next };
    } catch (error) {
      if (!(error instanceof TransactionRefused)) throw error;
      const [state, ...others] = error.refusals;
      if (state?.item !== undefined) return { refused: 'changed', order: state.item as unknown as Order };
      if (to === 'RESERVED' && others.some(({ code }) => code === 'ConditionalCheckFailed'))
        return { refused: 'out-of-stock' };
      throw error;
    }
  }

  #next(order: Order, to: OrderStatus, now: number, reason?: string): Order {
    const { openShard: _shard, reason: _reason, ...rest } = order;
    const returns = order.status === 'PARKED' && to === 'RECEIVED';
    return {
      ...rest,
      status: to,
      version: order.version + 1,
      round: order.round + (returns ? 1 : 0),
      updatedAt: timestamp(now),
      ...(returns && { deadline: this.#deadline(now) }),
      ...(reason !== undefined && { reason }),
      ...(isOpen(to) && { openShard: openShardOf(order.orderId) }),
    };
  }

  #stateWrite(order: Order, next: Order) {
    return put(
      this.#orders,
      { ...next },
      {
        condition: '#status = :status AND #version = :version',
        names: { '#status': 'status', '#version': 'version' },
        values: { ':status': order.status, ':version': order.version },
      },
    );
  }

  /** What the transition does to the shelves: reserve, sell, or give back. */
  #stockWrites(order: Order, to: OrderStatus) {
    const change = stockChange(order.status, to);
    if (change === undefined) return [];
    return order.items.map(({ sku, quantity }) =>
      update(this.#catalogue, { sku }, change.expression, {
        ...(change.condition !== undefined && { condition: change.condition }),
        values: { ':quantity': quantity },
      }),
    );
  }

  #deadline(now: number): string {
    return timestamp(now + this.#deadlineSeconds * 1000);
  }
}

function stockChange(from: OrderStatus, to: OrderStatus): { expression: string; condition?: string } | undefined {
  if (to === 'RESERVED') {
    return {
      expression: 'SET available = available - :quantity, reserved = reserved + :quantity',
      condition: 'available >= :quantity',
    };
  }
  if (to === 'COMPLETED') return { expression: 'SET reserved = reserved - :quantity, sold = sold + :quantity' };
  if (holdsStock(from) && !holdsStock(to)) {
    return { expression: 'SET available = available + :quantity, reserved = reserved - :quantity' };
  }
  return undefined;
}
