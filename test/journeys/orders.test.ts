import { describe, expect } from 'vitest';
import { journeys } from './journey.ts';
import { eventually } from './target.ts';

const journey = journeys();

describe('an order', () => {
  journey(
    'is completed, charged once, and told to each subscriber once',
    async (shop) => {
      const sku = await shop.product(5);
      const orderId = await shop.accepted('ada', 'a', sku, 2);
      await shop.becomes(orderId, 'COMPLETED');
      expect(await shop.stock(sku)).toEqual({ available: 3, reserved: 0, sold: 2 });
      await eventually('all subscribers are done', async () => {
        const { mails, pushes } = await shop.outside(orderId);
        return mails === 1 && pushes === 1 && (await shop.sales(orderId)) === 1;
      });
      const { charges } = await shop.outside(orderId);
      expect(charges).toEqual([expect.objectContaining({ key: orderId, status: 'charged', amount: 2000 })]);
    },
    ['providers'],
  );

  journey('placed twice under one key is one order with one answer', async (shop) => {
    const sku = await shop.product(5);
    const first = await shop.place('ada', 'a', sku);
    const second = await shop.place('ada', 'a', sku);
    expect([second.status, second.body]).toEqual([202, first.body]);
    await shop.becomes(shop.orderId('ada', 'a'), 'COMPLETED');
    expect(await shop.stock(sku)).toEqual({ available: 4, reserved: 0, sold: 1 });
  });

  journey(
    'placed ten times at once is one order; the others get the same answer or are asked to come again',
    async (shop) => {
      const sku = await shop.product(50);
      const answers = await Promise.all(Array.from({ length: 10 }, () => shop.place('ada', 'a', sku)));
      expect(answers.filter(({ status }) => status !== 202 && status !== 409)).toEqual([]);
      const orderId = shop.orderId('ada', 'a');
      expect(new Set(answers.filter(({ status }) => status === 202).map(({ body }) => body['orderId']))).toEqual(
        new Set([orderId]),
      );
      await shop.becomes(orderId, 'COMPLETED');
      expect(await shop.stock(sku)).toEqual({ available: 49, reserved: 0, sold: 1 });
    },
  );

  journey('with another body under a used key is refused and leaves the first as it is', async (shop) => {
    const sku = await shop.product(5);
    const orderId = await shop.accepted('ada', 'a', sku);
    const other = await shop.place('ada', 'a', sku, 2);
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency-key-reused']);
    await shop.becomes(orderId, 'COMPLETED');
    expect(await shop.stock(sku)).toEqual({ available: 4, reserved: 0, sold: 1 });
  });

  journey('of another customer under the same key is another order', async (shop) => {
    const sku = await shop.product(5);
    expect(await shop.accepted('ada', 'a', sku)).not.toBe(await shop.accepted('grace', 'a', sku));
  });

  journey(
    'for more than there is is rejected and never charged',
    async (shop) => {
      const sku = await shop.product(1);
      const orderId = await shop.accepted('ada', 'a', sku, 2);
      await shop.becomes(orderId, 'REJECTED');
      expect(await shop.stock(sku)).toEqual({ available: 1, reserved: 0, sold: 0 });
      expect((await shop.outside(orderId)).charges).toEqual([]);
    },
    ['providers'],
  );

  journey(
    'that is declined is rejected and gives its stock back',
    async (shop) => {
      const sku = await shop.product(3);
      const orderId = await shop.accepted('broke', 'a', sku);
      await shop.becomes(orderId, 'REJECTED');
      expect(await shop.stock(sku)).toEqual({ available: 3, reserved: 0, sold: 0 });
    },
    ['providers'],
  );

  journey(
    'D12: of twenty for the last unit one is completed and nineteen are rejected',
    async (shop) => {
      const sku = await shop.product(1);
      const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => shop.accepted('grace', `k${index}`, sku)));
      const ends = await eventually(
        'every order has an end',
        async () => {
          const statuses = await Promise.all(ids.map((id) => shop.status(id)));
          if (statuses.every((status) => status === 'COMPLETED' || status === 'REJECTED')) return statuses;
          await shop.target.passTime(5);
          return undefined;
        },
        40,
      );
      expect(ends.filter((status) => status === 'COMPLETED')).toHaveLength(1);
      expect(await shop.stock(sku)).toEqual({ available: 0, reserved: 0, sold: 1 });
    },
    ['time'],
  );

  journey(
    'can be cancelled while the payment is down; stock and money come back',
    async (shop) => {
      const sku = await shop.product(3);
      await shop.target.behave('payment', [{ operation: 'charge', fail: 503 }]);
      const orderId = await shop.accepted('ada', 'a', sku);
      await shop.becomes(orderId, 'CHARGING');
      const answer = await shop.target.api('POST', `/orders/${orderId}/cancellation`);
      await shop.target.behave('payment', []);
      expect([answer.status, answer.body['status']]).toEqual([200, 'CANCELLED']);
      expect(await shop.stock(sku)).toEqual({ available: 3, reserved: 0, sold: 0 });
      await eventually(
        'the payment key is closed',
        async () => (await shop.outside(orderId)).charges[0]?.status === 'voided',
      );
      await shop.target.passTime(400);
      expect(await shop.status(orderId)).toBe('CANCELLED');
    },
    ['providers', 'time'],
  );

  journey('that is completed can no longer be cancelled', async (shop) => {
    const orderId = await shop.accepted('ada', 'a', await shop.product(3));
    await shop.becomes(orderId, 'COMPLETED');
    const answer = await shop.target.api('POST', `/orders/${orderId}/cancellation`);
    expect([answer.status, answer.body['code']]).toEqual([409, 'order-not-cancellable']);
  });

  journey(
    'X01: waits out a failing payment and is charged once',
    async (shop) => {
      await shop.target.behave('payment', [{ operation: 'charge', fail: 503, count: 4 }]);
      const orderId = await shop.accepted('ada', 'a', await shop.product(3));
      await shop.becomes(orderId, 'COMPLETED', 60);
      await shop.target.behave('payment', []);
      expect((await shop.outside(orderId)).charges).toHaveLength(1);
    },
    ['providers', 'time'],
  );

  journey(
    'X04: whose payment reply was lost is charged once',
    async (shop) => {
      await shop.target.behave('payment', [{ operation: 'charge', loseReply: true, count: 2 }]);
      const orderId = await shop.accepted('ada', 'a', await shop.product(3));
      await shop.becomes(orderId, 'COMPLETED', 60);
      await shop.target.behave('payment', []);
      expect((await shop.outside(orderId)).charges).toHaveLength(1);
    },
    ['providers', 'time'],
  );

  journey('is listed for its customer, newest first, page by page', async (shop) => {
    const sku = await shop.product(9);
    const ids = [];
    for (const key of ['a', 'b', 'c']) ids.push(await shop.accepted('linus', key, sku));
    const first = (await shop.target.api('GET', '/orders?customerId=linus&limit=2')).body;
    const second = (await shop.target.api('GET', `/orders?customerId=linus&limit=2&cursor=${String(first['cursor'])}`))
      .body;
    const listed = [first, second].flatMap(({ orders }) =>
      (orders as { orderId: string }[]).map(({ orderId }) => orderId),
    );
    expect(listed.slice(0, 3)).toEqual(ids.toReversed());
  });
});
