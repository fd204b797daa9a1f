import { envelope } from '../../lambdas/messaging/envelope.ts';
import { derivedId } from '../../lambdas/messaging/ids.ts';

/** The event that the order which `name` stands for was completed. */
export function orderCompleted(name: string, at: number) {
  const orderId = derivedId('lab', name);
  return envelope({
    type: 'order.completed',
    subject: orderId,
    transition: '4',
    data: {
      orderId,
      customerId: 'ada',
      items: [{ sku: 'tea', quantity: 2, unitPrice: 450 }],
      total: { amount: 900, currency: 'EUR' },
      completedAt: new Date(at).toISOString(),
    },
    cause: { correlationId: name, causationId: name },
    at,
  });
}
