import { envelope } from '../../lambdas/messaging/envelope.ts';
import { derivedId } from '../../lambdas/messaging/ids.ts';

/** The body of `order.completed`, with the same id whenever it is about the same order. */
export function orderCompletedBody(name: string, amount = 900): string {
  const orderId = derivedId('lab', name);
  const at = Date.UTC(2026, 0, 1);
  const data = {
    orderId,
    customerId: 'ada',
    items: [{ sku: 'tea', quantity: 2, unitPrice: amount / 2 }],
    total: { amount, currency: 'EUR' },
    completedAt: new Date(at).toISOString(),
  };
  const cause = { correlationId: name, causationId: name };
  return JSON.stringify(envelope({ type: 'order.completed', subject: orderId, transition: '4', data, cause, at }));
}
