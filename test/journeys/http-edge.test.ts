import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect } from 'vitest';
import { journeys } from './journey.ts';
import type { Shop } from './shop.ts';
import { eventually, type ApiAnswer } from './target.ts';

const journey = journeys();

/** Orders that something was ever to be sent for. Rows of orders that are still on their way may come at any time. */
async function ordersInOutbox({ target }: Shop): Promise<Set<string>> {
  const ids = new Set<string>();
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await target.dynamodb.send(
      new ScanCommand({ TableName: target.outputs['OutboxTable']!, ConsistentRead: true, ExclusiveStartKey }),
    );
    for (const row of page.Items ?? []) ids.add(String(row['aggregateId']));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return ids;
}

/** Nothing of a refused request may be waiting to be sent. */
async function sendsNothing(shop: Shop, refuse: () => Promise<void>): Promise<void> {
  const before = await ordersInOutbox(shop);
  await refuse();
  expect([...(await ordersInOutbox(shop))].filter((id) => !before.has(id))).toEqual([]);
}

function isProblem(answer: ApiAnswer, status: number, code: string): void {
  expect([answer.status, answer.body['code']]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
}

const line = '{"sku":"tea","quantity":1}';

describe('the HTTP edge', () => {
  journey('H01: a body that is no JSON object is refused', async (shop) => {
    await sendsNothing(shop, async () => {
      for (const body of ['{', '', '"text"', '[]', 'null', '{"customerId":"ada","items":[']) {
        isProblem(await shop.placeBody('a', body), 400, 'invalid-json');
      }
    });
  });

  journey('H02: a body that breaks the contract is refused with its paths and without its values', async (shop) => {
    const canary = 'canary-9c1';
    const bad = [
      '{"customerId":"ada"}',
      '{"customerId":"ada","items":[]}',
      `{"customerId":"ada","items":[${line}],"extra":"${canary}"}`,
      ...['0', '-1', '1.5', '1e309', '"NaN"', 'null', `"${canary}"`, '1001'].map(
        (quantity) => `{"customerId":"ada","items":[{"sku":"tea","quantity":${quantity}}]}`,
      ),
      `{"customerId":"ada","items":[${line},${line}]}`,
      `{"customerId":"ada","items":[${Array.from({ length: 10_001 }, () => '1').join()}]}`,
      `{"customerId":{"a":"${canary}"},"items":[${line}]}`,
    ];
    await sendsNothing(shop, async () => {
      for (const body of bad) {
        const answer = await shop.placeBody('a', body);
        isProblem(answer, 400, 'invalid-request');
        expect(answer.body['detail']).toMatch(/^Look at: /);
        expect(JSON.stringify(answer.body)).not.toContain(canary);
      }
    });
  });

  journey('H03: a body over the limit is refused before anything is sent; one at the limit is judged', async (shop) => {
    const padded = (bytes: number) => {
      const frame = `{"customerId":"ada","items":[${line}],"note":""}`;
      return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
    };
    await sendsNothing(shop, async () => {
      isProblem(await shop.placeBody('over', padded(131_073)), 413, 'body-too-large');
      isProblem(await shop.placeBody('at', padded(131_072)), 400, 'invalid-request');
      expect((await shop.placeBody('huge', padded(11_000_000))).status).toBe(413);
    });
  });

  journey('H04: text arrives as it was sent, or is refused', async (shop) => {
    const sku = await shop.product(9);
    const place = (key: string, note: string) =>
      shop.placeBody(key, JSON.stringify({ customerId: 'ada', items: [{ sku, quantity: 1 }], note }));
    const kept = 'emoji 🎉, combining e\u0301, right-to-left \u202Eabc';
    const { body, status } = await place('kept', kept);
    expect(status).toBe(202);
    expect((await shop.target.api('GET', `/orders/${String(body['orderId'])}`)).body['note']).toBe(kept);
    await shop.becomes(String(body['orderId']), 'COMPLETED');
    for (const [index, note] of ['\uD800', 'a\u0000b', '\uFFFE', '\uFFFF', '\u0007'].entries()) {
      isProblem(await place(`refused-${index}`, note), 400, 'invalid-request');
    }
  });

  journey('H05: one key and body many times, at once and one after another, is one order', async (shop) => {
    const sku = await shop.product(99);
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => shop.place('ada', 'a', sku)));
    const after: ApiAnswer[] = [];
    for (let index = 0; index < 40; index++) after.push(await shop.place('ada', 'a', sku));
    expect([...atOnce, ...after].filter(({ status }) => status !== 202 && status !== 409)).toEqual([]);
    expect(new Set(after.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    await shop.becomes(shop.orderId('ada', 'a'), 'COMPLETED');
    expect(await shop.stock(sku)).toEqual({ available: 98, reserved: 0, sold: 1 });
  });

  journey('H06: another body under a used key is refused and changes nothing', async (shop) => {
    const sku = await shop.product(9);
    await shop.accepted('ada', 'a', sku);
    await sendsNothing(shop, async () =>
      isProblem(await shop.place('ada', 'a', sku, 2), 422, 'idempotency-key-reused'),
    );
  });

  journey('H07: white space and the order of keys make no other body', async (shop) => {
    const sku = await shop.product(9);
    const first = await shop.placeBody('a', `{"customerId":"ada","items":[{"sku":"${sku}","quantity":1}]}`);
    const second = await shop.placeBody(
      'a',
      `{ "items": [ {"quantity": 1, "sku": "${sku}"} ],\n "customerId": "ada" }`,
    );
    expect([second.status, second.body]).toEqual([202, first.body]);
  });

  journey('H08: a missing or malformed key is refused', async (shop) => {
    const body = `{"customerId":"ada","items":[${line}]}`;
    const headers = { 'content-type': 'application/json' };
    await sendsNothing(shop, async () => {
      isProblem(await shop.target.api('POST', '/orders', { headers, body }), 400, 'invalid-idempotency-key');
      for (const key of ['', 'x'.repeat(10_000), 'a#b', 'a/b', 'a b', '../a', 'a;b']) {
        isProblem(
          await shop.target.api('POST', '/orders', { headers: { ...headers, 'idempotency-key': key }, body }),
          400,
          'invalid-idempotency-key',
        );
      }
    });
  });

  journey('H09: customers share no keys: each has an order of its own', async (shop) => {
    const sku = await shop.product(9);
    const [one, other] = [await shop.place('ada', 'a', sku), await shop.place('grace', 'a', sku)];
    expect([one.status, other.status]).toEqual([202, 202]);
    expect(one.body['orderId']).not.toBe(other.body['orderId']);
  });

  journey('H10: injection strings are refused by pattern, or stored as plain data', async (shop) => {
    const strings = [
      "' OR 1=1",
      '${jndi:ldap://x}',
      '{{7*7}}',
      '$(id)',
      '; rm -rf /',
      '<script>',
      '..%2f',
      'a\r\nSet-Cookie: x=1',
    ];
    for (const [index, text] of strings.entries()) {
      isProblem(
        await shop.placeBody(`c${index}`, JSON.stringify({ customerId: text, items: [{ sku: 'tea', quantity: 1 }] })),
        400,
        'invalid-request',
      );
      isProblem(
        await shop.placeBody(`s${index}`, JSON.stringify({ customerId: 'ada', items: [{ sku: text, quantity: 1 }] })),
        400,
        'invalid-request',
      );
      expect((await shop.target.api('GET', `/orders/${encodeURIComponent(text)}`)).status).toBe(404);
    }
  });

  journey('H12: an order that does not exist and an id that cannot exist answer alike', async (shop) => {
    const unknown = await shop.target.api('GET', `/orders/${shop.orderId('nobody', 'never')}`);
    const impossible = await shop.target.api('GET', '/orders/none');
    isProblem(unknown, 404, 'not-found');
    expect(impossible.body).toEqual(unknown.body);
  });

  journey(
    'H13: a client that hangs up before the answer and comes again has one order',
    async (shop) => {
      const sku = await shop.product(9);
      const controller = new AbortController();
      const lost = fetch(`${((await shop.target.console('health')) as { api: string }).api}/orders`, {
        method: 'POST',
        signal: controller.signal,
        headers: { 'content-type': 'application/json', 'idempotency-key': shop.key('a') },
        body: JSON.stringify({ customerId: 'ada', items: [{ sku, quantity: 1 }] }),
      }).catch(() => undefined);
      setTimeout(() => controller.abort(), 15);
      await lost;
      const orderId = await eventually('the second request is accepted', async () => {
        const { status, body } = await shop.place('ada', 'a', sku);
        return status === 202 && String(body['orderId']);
      });
      await shop.becomes(orderId, 'COMPLETED');
      expect(await shop.stock(sku)).toEqual({ available: 8, reserved: 0, sold: 1 });
    },
    ['console'],
  );

  journey('H16: wrong methods, paths, media types and encodings are refused', async (shop) => {
    const body = `{"customerId":"ada","items":[${line}]}`;
    const key = { 'idempotency-key': shop.key('a') };
    expect((await shop.target.api('DELETE', '/orders')).status).toBe(404);
    expect((await shop.target.api('GET', '/nothing')).status).toBe(404);
    expect((await shop.target.api('HEAD', '/orders')).status).toBe(404);
    await sendsNothing(shop, async () => {
      isProblem(
        await shop.target.api('POST', '/orders', { headers: { ...key, 'content-type': 'text/plain' }, body }),
        415,
        'unsupported-media-type',
      );
      isProblem(
        await shop.target.api('POST', '/orders', {
          headers: { ...key, 'content-type': 'application/json', 'content-encoding': 'gzip' },
          body,
        }),
        415,
        'unsupported-media-type',
      );
      isProblem(
        await shop.target.api('POST', '/orders', {
          headers: { ...key, 'content-type': 'application/octet-stream' },
          body,
        }),
        415,
        'unsupported-media-type',
      );
    });
  });

  journey('a product or a customer that is not known is named as such', async (shop) => {
    isProblem(await shop.place('ada', 'a', 'no-such-thing'), 422, 'unknown-product');
    isProblem(await shop.place('nobody', 'b', 'tea'), 422, 'unknown-customer');
  });

  journey('a page cursor is good for its own customer only', async (shop) => {
    const sku = await shop.product(9);
    for (const key of ['a', 'b']) await shop.accepted('grace', key, sku);
    const { body } = await shop.target.api('GET', '/orders?customerId=grace&limit=1');
    expect((await shop.target.api('GET', `/orders?customerId=ada&cursor=${String(body['cursor'])}`)).status).toBe(400);
    for (const query of ['limit=0', 'limit=1000', 'limit=x', 'cursor=%25%25', 'cursor=e30']) {
      isProblem(await shop.target.api('GET', `/orders?customerId=grace&${query}`), 400, 'invalid-request');
    }
    isProblem(await shop.target.api('GET', '/orders'), 400, 'invalid-request');
  });
});
