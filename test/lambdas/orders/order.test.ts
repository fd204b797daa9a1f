import { describe, expect, test } from 'vitest';
import { orderStatuses } from '../../../contracts/orders.ts';
import { holdsStock, isOpen, mayBecome, paymentKey } from '../../../lambdas/orders/order.ts';

describe('order states', () => {
  test('the machine is exactly the one in the design', () => {
    const legal = orderStatuses.flatMap((from) =>
      orderStatuses.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(legal).toEqual([
      'RECEIVED → RESERVED',
      'RECEIVED → REJECTED',
      'RECEIVED → CANCELLED',
      'RECEIVED → PARKED',
      'RESERVED → CHARGING',
      'RESERVED → REJECTED',
      'RESERVED → CANCELLED',
      'RESERVED → PARKED',
      'CHARGING → COMPLETED',
      'CHARGING → REJECTED',
      'CHARGING → CANCELLED',
      'CHARGING → PARKED',
      'PARKED → RECEIVED',
      'PARKED → CANCELLED',
    ]);
  });

  test('every unfinished state can be parked and cancelled', () => {
    for (const status of orderStatuses.filter(isOpen)) {
      expect(mayBecome(status, 'PARKED') && mayBecome(status, 'CANCELLED'), status).toBe(true);
    }
  });

  test('stock is held between reservation and the end', () => {
    expect(orderStatuses.filter(holdsStock)).toEqual(['RESERVED', 'CHARGING']);
  });

  test('a round that was voided is never charged again: each round has a payment key of its own', () => {
    expect(paymentKey({ orderId: 'o', round: 0 })).toBe('o');
    expect(paymentKey({ orderId: 'o', round: 1 })).not.toBe(paymentKey({ orderId: 'o', round: 2 }));
  });
});
