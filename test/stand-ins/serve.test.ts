import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxHandler } from '../../stand-ins/sandbox.ts';
import { providers } from '../../stand-ins/providers.ts';
import { startStandIns, type StandIns } from '../../stand-ins/serve.ts';
import type { Observation } from '../../stand-ins/provider.ts';

const seen: Observation[] = [];
let standIns: StandIns;

beforeAll(async () => {
  standIns = await startStandIns({ observe: (observation) => seen.push(observation) });
});

afterAll(() => standIns.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${standIns.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });

describe('over HTTP', () => {
  test('mail sent twice is delivered twice', async () => {
    await post('/mail/messages', { to: 'a@example.com', subject: 'Hello', text: 'x' });
    await post('/mail/messages', { to: 'a@example.com', subject: 'Hello', text: 'x' });
    const mailbox = await fetch(`${standIns.url}/mail/messages?to=a%40example.com`);
    const { messages } = (await mailbox.json()) as { messages: unknown[] };
    expect(messages).toHaveLength(2);
  });

  test('a notification under one key is shown once', async () => {
    const notification = { to: 'u-1', title: 'Ready' };
    const first = await post('/push/notifications', notification, { 'idempotency-key': 'n-1' });
    const again = await post('/push/notifications', notification, { 'idempotency-key': 'n-1' });
    expect(await again.json()).toEqual(await first.json());
    expect(await standIns.push.notifications()).toHaveLength(1);
    const other = await post('/push/notifications', { ...notification, title: 'No' }, { 'idempotency-key': 'n-1' });
    expect(other.status).toBe(422);
  });

  test('a lost reply cuts the connection after the work', async () => {
    await standIns.payment.behaviours.set({ rules: [{ loseReply: true, count: 1 }] });
    const lost = post('/payment/charges', { key: 'o-1', amount: 5, currency: 'EUR', customerId: 'c' });
    await expect(lost).rejects.toThrow('fetch failed');
    expect(await standIns.payment.charges()).toHaveLength(1);
  });

  test('unknown places and methods are problems', async () => {
    expect((await fetch(`${standIns.url}/bank/charges`)).status).toBe(404);
    expect((await fetch(`${standIns.url}/payment/nothing`)).status).toBe(404);
    const wrong = await fetch(`${standIns.url}/payment/charges`, { method: 'PATCH' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('a body over 1 MiB is refused', async () => {
    const answer = await post('/mail/messages', { to: 'a', subject: 's', text: 'x'.repeat(1024 * 1024) });
    expect(answer.status).toBe(413);
  });

  test('every operation is observed with its key and outcome', async () => {
    await post('/payment/charges', { amount: 5, currency: 'EUR', customerId: 'c' }, { 'idempotency-key': 'o-9' });
    expect(seen.at(-1)).toMatchObject({
      provider: 'payment',
      operation: 'charge',
      idempotencyKey: 'o-9',
      outcome: 201,
    });
  });
});

test('the sandbox answers function URL events, labelled as a sandbox', async () => {
  const handle = sandboxHandler(providers());
  const body = { key: 'o-1', amount: 5, currency: 'EUR', customerId: 'c' };
  const answer = await handle({
    rawPath: '/payment/charges',
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)).toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST' } },
  });
  expect(answer).toMatchObject({ statusCode: 201, headers: { 'x-spillway-sandbox': 'true' } });
});
