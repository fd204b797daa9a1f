import { describe, expect } from 'vitest';
import { journeys } from './journey.ts';
import type { Shop } from './shop.ts';
import type { ApiAnswer } from './target.ts';

const journey = journeys();

function ask(shop: Shop, key: string, items: object[]): Promise<ApiAnswer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': shop.key(key) };
  return shop.target.api('POST', '/quotes', { headers, body: JSON.stringify({ items }) });
}

describe('a quote', () => {
  journey('I9: is answered to the request that asked for it, with our prices', async (shop) => {
    const sku = await shop.product(3, 450);
    const answers = await Promise.all([1, 2, 3].map((quantity) => ask(shop, `k${quantity}`, [{ sku, quantity }])));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body['total'])).toEqual(
      [450, 900, 1350].map((amount) => ({ amount, currency: 'EUR' })),
    );
  });

  journey('asked for again is the same quote, also by its own address', async (shop) => {
    const sku = await shop.product(3);
    const first = await ask(shop, 'a', [{ sku, quantity: 1 }]);
    expect((await ask(shop, 'a', [{ sku, quantity: 1 }])).body).toEqual(first.body);
    expect((await shop.target.api('GET', first.headers.get('location')!)).body).toEqual(first.body);
  });

  journey('H06: under a used key for something else is refused', async (shop) => {
    const sku = await shop.product(3);
    await ask(shop, 'a', [{ sku, quantity: 1 }]);
    const { status, body } = await ask(shop, 'a', [{ sku, quantity: 2 }]);
    expect([status, body['code']]).toEqual([422, 'idempotency-key-reused']);
  });

  journey('for what we do not sell is refused with its reason', async (shop) => {
    const { status, body } = await ask(shop, 'a', [{ sku: 'nothing', quantity: 1 }]);
    expect([status, body['status'], body['reason']]).toEqual([200, 'REFUSED', 'unknown-product']);
  });
});
