import { beforeEach, describe, expect, test } from 'vitest';
import { providers, type Providers } from '../../stand-ins/providers.ts';
import { client, stillSurroundings } from './client.ts';

let mounted: Providers;
let http: ReturnType<typeof client>;
let surroundings: ReturnType<typeof stillSurroundings>;

beforeEach(() => {
  surroundings = stillSurroundings();
  mounted = providers({ surroundings });
  http = client(mounted);
});

const behave = (...rules: unknown[]) => http.reply('PUT', '/payment/behaviour', { seed: 7, rules });
const charge = (key: string, amount = 100) =>
  http.call('POST', '/payment/charges', { key, amount, currency: 'EUR', customerId: 'c-1' });

async function outcomes(count: number): Promise<(number | 'dropped')[]> {
  const answers: (number | 'dropped')[] = [];
  for (let i = 0; i < count; i++) {
    const answer = await charge(`o-${i}`);
    answers.push(answer === 'dropped' ? answer : answer.status);
  }
  return answers;
}

describe('a rule', () => {
  test('fails requests with its status and Retry-After, and does no work', async () => {
    await behave({ fail: 429, retryAfterSeconds: 3 });
    expect(await charge('o-1')).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
    expect(await mounted.payment.charges()).toEqual([]);
  });

  test('with a count is spent after that many', async () => {
    await behave({ fail: 503, count: 2 });
    expect(await outcomes(4)).toEqual([503, 503, 201, 201]);
  });

  test('with a share picks the same requests for the same seed', async () => {
    await behave({ fail: 500, share: 0.5 });
    const first = await outcomes(20);
    mounted = providers({ surroundings });
    http = client(mounted);
    await behave({ fail: 500, share: 0.5 });
    expect(await outcomes(20)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([500, 201]));
  });

  test('that loses the reply does the work first', async () => {
    await behave({ loseReply: true, count: 1 });
    expect(await charge('o-1')).toBe('dropped');
    expect(await mounted.payment.charges()).toMatchObject([{ key: 'o-1', status: 'charged' }]);
  });

  test('hangs, then goes on', async () => {
    const before = surroundings.now();
    await behave({ hangSeconds: 30 }, { delayMilliseconds: 5 });
    expect(await charge('o-1')).toMatchObject({ status: 201 });
    expect(surroundings.now() - before).toBe(30_005);
  });

  test('for one operation leaves the others alone', async () => {
    await behave({ fail: 500, operation: 'void' });
    expect(await outcomes(1)).toEqual([201]);
    expect(await http.reply('POST', '/payment/charges/o-0/void')).toMatchObject({ status: 500 });
  });

  test('declines amounts from a limit on', async () => {
    await behave({ decline: 'limit', amountAtLeast: 500 });
    expect(await charge('a', 499)).toMatchObject({ status: 201 });
    expect(await charge('b', 500)).toMatchObject({ status: 402 });
  });

  test('that declines a count is not spent by a repeated charge', async () => {
    await charge('o-1');
    await behave({ decline: 'no', count: 1 });
    expect(await charge('o-1')).toMatchObject({ status: 201 });
    expect(await charge('o-2')).toMatchObject({ status: 402 });
  });

  test('of one provider leaves the others alone', async () => {
    await behave({ fail: 500 });
    expect(await http.reply('POST', '/mail/messages', { to: 'a@b', subject: 's' })).toMatchObject({ status: 202 });
  });
});

describe('the control endpoint', () => {
  test('shows the rules and how often each took effect', async () => {
    await behave({ fail: 500, count: 1 });
    await charge('o-1');
    const { body } = await http.reply('GET', '/payment/behaviour');
    expect(body).toEqual({ seed: 7, rules: [{ fail: 500, count: 1 }], fired: [1] });
  });

  test('makes the provider healthy again', async () => {
    await behave({ fail: 500 });
    await http.call('DELETE', '/payment/behaviour');
    expect(await charge('o-1')).toMatchObject({ status: 201 });
  });

  test.each([
    [{ rules: {} }, 'rules must be a list'],
    [{ rule: [] }, 'unknown field rule'],
    [{ rules: [{ fails: 500 }] }, 'unknown field rules[0].fails'],
    [{ rules: [{ fail: 200 }] }, 'rules[0].fail must be a status of 400 to 599'],
    [
      { rules: [{ share: 0.5 }] },
      'rules[0] must have exactly one of decline, fail, hangSeconds, delayMilliseconds, loseReply',
    ],
    [{ rules: [{ fail: 500, share: 2 }] }, 'rules[0].share must be a number from 0 to 1'],
  ])('refuses %j', async (behaviour, detail) => {
    const answer = await http.reply('PUT', '/payment/behaviour', behaviour);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-behaviour', detail } });
  });
});
