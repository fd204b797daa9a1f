import { expect, test } from 'vitest';
import { brokenContract } from './answer-contract.ts';

const orderId = '00000000-0000-5000-8000-000000000000';
const problem = (code: string, status: number) => ({
  status,
  problem: true,
  body: { type: `urn:spillway:problem:${code}`, code, title: 'planted', status },
});

test('an answer that keeps its contract passes', () => {
  const accepted = { status: 202, problem: false, body: { orderId, status: 'RECEIVED' } };
  expect(brokenContract('POST', '/orders', accepted)).toBeUndefined();
  expect(brokenContract('GET', `/orders/${orderId}?a=b`, problem('not-found', 404))).toBeUndefined();
});

test.each([
  ['a missing field', 'POST', '/orders', { status: 202, problem: false, body: { orderId } }, 'wrong at status'],
  [
    'a status of another value',
    'POST',
    '/orders',
    { status: 202, problem: false, body: { orderId, status: 'LOST' } },
    'wrong at status',
  ],
  [
    'a success that is not declared',
    'POST',
    '/orders',
    { status: 200, problem: false, body: {} },
    'not in its contract',
  ],
  ['a problem of another route', 'GET', '/orders', problem('not-found', 404), 'not in its contract'],
  ['a problem under another status', 'GET', `/orders/${orderId}`, problem('not-found', 400), 'which is 404'],
  ['a problem without its code', 'GET', '/orders', { status: 400, problem: true, body: {} }, 'no problem+json'],
])('an answer with %s is found', (_what, method, path, answer, told) => {
  expect(brokenContract(method, path, answer)).toContain(told);
});
