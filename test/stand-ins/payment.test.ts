import { beforeEach, describe, expect, test } from 'vitest';
import { providers, type Providers } from '../../stand-ins/providers.ts';
import { client, stillSurroundings } from './client.ts';

const order = { amount: 1250, currency: 'EUR', customerId: 'c-1' };
let mounted: Providers;
let http: ReturnType<typeof client>;

beforeEach(() => {
  mounted = providers({ surroundings: stillSurroundings() });
  http = client(mounted);
});

const charge = (key: string, body: unknown = order) =>
  http.reply('POST', '/payment/charges', body, { 'idempotency-key': key });
const voidCharge = (key: string) => http.reply('POST', `/payment/charges/${encodeURIComponent(key)}/void`);
const lookup = (key: string) => http.reply('GET', `/payment/charges/${encodeURIComponent(key)}`);

describe('a charge', () => {
  test('is charged and found by its key', async () => {
    expect(await charge('o/1')).toMatchObject({ status: 201, body: { key: 'o/1', status: 'charged', amount: 1250 } });
    expect(await lookup('o/1')).toMatchObject({ status: 200, body: { key: 'o/1', status: 'charged' } });
  });

  test('with the same key and body gets the same answer, whatever the order of its keys', async () => {
    const first = await charge('o-1');
    const again = await charge('o-1', { customerId: 'c-1', currency: 'EUR', amount: 1250 });
    expect(again).toEqual(first);
    expect(await mounted.payment.charges()).toHaveLength(1);
  });

  test('with the same key and another body is refused', async () => {
    await charge('o-1');
    expect(await charge('o-1', { ...order, amount: 1 })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
  });

  test('sent many times at once is charged once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => charge('o-1')));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await mounted.payment.charges()).toHaveLength(1);
  });

  test('that was declined stays declined after the rule is gone', async () => {
    await mounted.payment.behaviours.set({ rules: [{ decline: 'insufficient_funds', match: { customerId: 'c-1' } }] });
    expect(await charge('o-1')).toMatchObject({
      status: 402,
      body: { code: 'declined', detail: 'insufficient_funds' },
    });
    await mounted.payment.behaviours.set({});
    expect(await charge('o-1')).toMatchObject({ status: 402 });
  });

  test.each([
    ['no amount', { ...order, amount: undefined }],
    ['an amount of nothing', { ...order, amount: 0 }],
    ['a broken amount', { ...order, amount: 1.5 }],
    ['a currency in small letters', { ...order, currency: 'eur' }],
    ['no customer', { ...order, customerId: '' }],
    ['a list', []],
    ['no JSON', '{'],
    ['another key in the body', { ...order, key: 'o-2' }],
  ])('with %s is refused and leaves no trace', async (_what, body) => {
    const answer = await charge('o-1', body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(await mounted.payment.charges()).toEqual([]);
  });
});

describe('a void', () => {
  test('gives the money back, and says the same when repeated', async () => {
    await charge('o-1');
    const first = await voidCharge('o-1');
    expect(first).toMatchObject({ status: 200, body: { status: 'voided', refunded: 1250 } });
    expect(await voidCharge('o-1')).toEqual(first);
  });

  test('of an unknown key leaves a tombstone that refuses a later charge', async () => {
    expect(await voidCharge('o-1')).toMatchObject({ status: 200, body: { status: 'voided', refunded: 0 } });
    expect(await charge('o-1')).toMatchObject({ status: 409, body: { code: 'voided' } });
    expect(await lookup('o-1')).toMatchObject({ status: 200, body: { status: 'voided' } });
  });

  test('keeps its key from being charged again', async () => {
    await charge('o-1');
    await voidCharge('o-1');
    expect(await charge('o-1')).toMatchObject({ status: 409, body: { code: 'voided' } });
  });

  test('racing a charge ends voided, whoever is first', async () => {
    await Promise.all([charge('o-1'), voidCharge('o-1'), charge('o-1')]);
    expect(await lookup('o-1')).toMatchObject({ body: { status: 'voided' } });
  });
});

test('an unknown charge is 404', async () => {
  expect(await lookup('nothing')).toMatchObject({ status: 404, body: { code: 'unknown-charge' } });
});
