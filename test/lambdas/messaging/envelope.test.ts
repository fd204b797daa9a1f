import { describe, expect, test } from 'vitest';
import { orderCompletedSchema } from '../../../contracts/orders.ts';
import { envelope, openEnvelope } from '../../../lambdas/messaging/envelope.ts';
import { derivedId } from '../../../lambdas/messaging/ids.ts';

const orderId = derivedId('customer', 'key');
const completed = envelope({
  type: 'order.completed',
  subject: orderId,
  transition: '4',
  data: {
    orderId,
    customerId: 'ada',
    items: [{ sku: 'tea', quantity: 1, unitPrice: 450 }],
    total: { amount: 450, currency: 'EUR' },
    completedAt: '2026-01-01T00:00:00.000Z',
  },
  cause: { correlationId: 'corr', causationId: 'cause' },
  at: Date.UTC(2026, 0, 1),
});

describe('envelope', () => {
  test('what was wrapped is what is opened', () => {
    expect(openEnvelope(orderCompletedSchema, JSON.stringify(completed))).toEqual(completed);
  });

  test('a republished event has the same id, another transition has another', () => {
    const parts = {
      type: 'order.completed',
      subject: orderId,
      data: {},
      cause: { correlationId: 'x', causationId: 'y' },
      at: 0,
    };
    expect(envelope({ ...parts, transition: '4', at: 99 }).id).toBe(completed.id);
    expect(envelope({ ...parts, transition: '5' }).id).not.toBe(completed.id);
  });

  test('Q10: a body that is not JSON, or breaks the contract, is rejected for good', () => {
    expect(() => openEnvelope(orderCompletedSchema, '{')).toThrow(
      expect.objectContaining({ name: 'Reject', reason: 'invalid-json' }),
    );
    expect(() => openEnvelope(orderCompletedSchema, '{}')).toThrow(
      expect.objectContaining({ reason: 'invalid-message' }),
    );
    expect(() => openEnvelope(orderCompletedSchema, JSON.stringify({ ...completed, type: 'order.rejected' }))).toThrow(
      expect.objectContaining({ reason: 'invalid-message' }),
    );
  });

  test('I15: a rejection names paths and never quotes values', () => {
    const secret = 'canary-4f1a';
    const bad = JSON.stringify({ ...completed, data: { ...completed.data, total: secret } });
    expect(() => openEnvelope(orderCompletedSchema, bad)).toThrow(/data\.total/);
    expect(() => openEnvelope(orderCompletedSchema, bad)).not.toThrow(new RegExp(secret));
  });
});
