export function orderId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A message that keeps its contract. */
export function orderPlaced(id: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id: id.replace('4000', '5000'),
    source: 'spillway',
    type: 'order.placed',
    subject: id,
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    correlationid: 'c',
    causationid: 'c',
    data: {
      orderId: id,
      customerId: 'ada',
      items: [{ sku: 'tea', quantity: 1, unitPrice: 450 }],
      total: { amount: 450, currency: 'EUR' },
    },
  });
}

/** As `orderPlaced`, for the subscribers. */
export function orderCompleted(id: string): string {
  const placed = JSON.parse(orderPlaced(id)) as { data: object };
  const data = { ...placed.data, completedAt: '2026-01-01T00:00:01.000Z' };
  return JSON.stringify({ ...placed, type: 'order.completed', data });
}
