import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/services/aws-error.ts';
import { accountId, apiId, functionArn, json, scene, type SceneOptions } from './scene.ts';
import type { JournalEntry } from '../../../local/services/service.ts';

const routes = ['GET /orders/{id}'];

function answer(result: unknown, options: Partial<SceneOptions> = {}) {
  const invoke = async () => ({ payload: JSON.stringify(result) ?? 'null', failed: false });
  return scene({ routes, invoke, ...options }).send('GET', '/orders/1');
}

describe('a result without a status code', () => {
  test.each([
    ['a string', 'Hello', 'Hello'],
    ['an object', { message: 'Hello' }, '{"message":"Hello"}'],
    ['a list', [1, 2], '[1,2]'],
    ['nothing', null, 'null'],
  ])('that is %s is the body of a 200 in JSON', async (_title, result, body) => {
    const response = await answer(result);
    expect(response).toMatchObject({ status: 200, body, headers: { 'content-type': 'application/json' } });
  });
});

describe('a result with a status code', () => {
  test('is the response', async () => {
    const response = await answer({
      statusCode: 201,
      headers: { Location: '/orders/1', 'X-Count': 3, 'Content-Length': '999', 'X-None': null },
      body: 'made',
      cookies: ['a=1', 'b=2'],
    });
    expect(response).toMatchObject({ status: 201, body: 'made', cookies: ['a=1', 'b=2'] });
    expect(response.headers).toMatchObject({ location: '/orders/1', 'x-count': '3' });
    expect(Object.keys(response.headers)).not.toContain('content-length');
    expect(Object.keys(response.headers)).not.toContain('x-none');
  });

  test('may come as text, and without a body', async () => {
    expect(await answer({ statusCode: '204' })).toMatchObject({ status: 204, body: '' });
  });

  test('has a plain body unless it says otherwise', async () => {
    expect((await answer({ statusCode: 200, body: 'x' })).headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  test('may have its body in base64', async () => {
    const response = await answer({ statusCode: 200, body: 'AAEC', isBase64Encoded: true });
    expect(response.body).toEqual(Buffer.from([0, 1, 2]));
  });

  test.each([
    ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 42 }],
  ])('and %s is an internal error', async (_title, result) => {
    const response = await answer(result);
    expect([response.status, json(response)]).toEqual([500, { message: 'Internal Server Error' }]);
  });
});

test('format 1.0 needs a status code and may list header values', async () => {
  const integration = { payloadVersion: '1.0' } as const;
  expect((await answer('Hello', { integration })).status).toBe(500);
  const multiValueHeaders = { 'X-A': ['1', '2'], 'Set-Cookie': ['a=1', 'b=2'] };
  const response = await answer({ statusCode: 200, multiValueHeaders, headers: { 'x-b': '3' } }, { integration });
  expect(response).toMatchObject({ headers: { 'x-a': '1,2', 'x-b': '3' }, cookies: ['a=1', 'b=2'] });
});

test('every answer carries the request id that the function saw', async () => {
  const { send, events } = scene({ routes });
  const { headers } = await send('GET', '/orders/1');
  expect(headers['apigw-requestid']).toBe((events[0]!['requestContext'] as { requestId: string }).requestId);
  expect((await send('GET', '/nowhere')).headers['apigw-requestid']).toMatch(/=$/);
});

describe('a function that does not answer', () => {
  const errorOf = (journal: readonly JournalEntry[]) => journal.at(-1)!['integrationError'];

  test('because it failed is an internal error, whose reason stays inside', async () => {
    const invoke = async () => ({ payload: '{"errorType":"Error","errorMessage":"secret"}', failed: true });
    const { send, journal } = scene({ routes, invoke });
    const response = await send('GET', '/orders/1');
    expect([response.status, json(response)]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(errorOf(journal)).toContain('secret');
  });

  test('within its time is unavailable, and what it answers later is dropped', async () => {
    let finish!: (answer: { payload: string; failed: boolean }) => void;
    const invoke = () => new Promise<{ payload: string; failed: boolean }>((resolve) => (finish = resolve));
    const { send, clock, journal } = scene({ routes, invoke, integration: { timeoutMilliseconds: 29_000 } });
    const pending = send('GET', '/orders/1');
    await clock.advance(28_999);
    expect(journal).toEqual([]);
    await clock.advance(1);
    const response = await pending;
    expect([response.status, json(response)]).toEqual([503, { message: 'Service Unavailable' }]);
    finish({ payload: '"late"', failed: false });
    await clock.advance(1);
    expect(journal.filter(({ event }) => event === 'answered')).toHaveLength(1);
  });

  test.each([
    ['the API has no permission', 'AccessDeniedException', 500, 'Internal Server Error'],
    ['Lambda throttles', 'TooManyRequestsException', 503, 'Service Unavailable'],
    ['the event is too long', 'RequestTooLargeException', 413, 'Request Entity Too Large'],
    ['it is not there', 'ResourceNotFoundException', 500, 'Internal Server Error'],
  ])('because %s', async (_title, code, status, text) => {
    const invoke = () => Promise.reject(new AwsError(code, 'refused'));
    const response = await scene({ routes, invoke }).send('GET', '/orders/1');
    expect([response.status, json(response)]).toEqual([status, { message: text }]);
  });

  test('because the simulator is at fault is an internal error, and reported', async () => {
    const fault = new TypeError('oops');
    const { send, journal } = scene({ routes, invoke: () => Promise.reject(fault) });
    expect((await send('GET', '/orders/1')).status).toBe(500);
    expect(journal).toContainEqual({ service: 'apigateway', event: 'fault', resource: apiId, error: fault });
  });
});

test('a function is invoked by the API in the name of stage and route, or on the rights of a role', async () => {
  const { send, callers } = scene({ routes: ['GET /orders/{id}', 'ANY /any', '$default'] });
  for (const path of ['/orders/1', '/any', '/else']) await send('GET', path);
  const source = `arn:aws:execute-api:us-east-1:${accountId}:${apiId}/$default`;
  expect(callers).toEqual(
    ['GET/orders/{id}', '*/any', '$default'].map((route) => ({
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${source}/${route}`,
    })),
  );
  const roleArn = `arn:aws:iam::${accountId}:role/api`;
  const other = scene({ routes, integration: { roleArn } });
  await other.send('GET', '/orders/1');
  expect(other.callers).toEqual([{ principal: roleArn }]);
});

test('a body of 10 MiB passes, one byte more does not', async () => {
  const { send, events } = scene({ routes: ['POST /'] });
  expect((await send('POST', '/', { body: Buffer.alloc(10 * 1024 * 1024) })).status).toBe(200);
  const response = await send('POST', '/', { body: Buffer.alloc(10 * 1024 * 1024 + 1) });
  expect([response.status, json(response)]).toEqual([413, { message: 'Request Entity Too Large' }]);
  expect(events).toHaveLength(1);
});

test('the function is the one of the integration', async () => {
  const arns: string[] = [];
  const invoke = async (arn: string) => {
    arns.push(arn);
    return { payload: '{}', failed: false };
  };
  await scene({ routes, invoke }).send('GET', '/orders/1');
  expect(arns).toEqual([functionArn]);
});
