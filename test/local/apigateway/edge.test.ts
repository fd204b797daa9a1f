import { describe, expect, test } from 'vitest';
import { json, scene } from './scene.ts';

describe('CORS', () => {
  const cors = {
    allowOrigins: ['https://shop.example.com', 'http://*'],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['content-type'],
    exposeHeaders: ['location'],
    maxAge: 600,
    allowCredentials: true,
  };
  const preflight = (origin: string) => ({ headers: { origin, 'access-control-request-method': 'POST' } });

  test('a preflight is answered by the API, before routes and authorizers', async () => {
    const { send, events } = scene({ routes: [{ key: 'ANY /{proxy+}', authorization: 'AWS_IAM' }], cors });
    const response = await send('OPTIONS', '/orders', preflight('https://shop.example.com'));
    expect(response).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://shop.example.com',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'content-type',
        'access-control-allow-credentials': 'true',
        'access-control-max-age': '600',
      },
    });
    expect(events).toEqual([]);
  });

  test('a preflight from elsewhere is answered without leave', async () => {
    const { send } = scene({ routes: [], cors });
    const { status, headers } = await send('OPTIONS', '/orders', preflight('https://evil.example.com'));
    expect([status, Object.keys(headers)]).toEqual([204, ['apigw-requestid']]);
  });

  test('an origin may be given by its scheme, or as any', async () => {
    const byScheme = scene({ routes: [], cors });
    const any = scene({ routes: [], cors: { allowOrigins: ['*'] } });
    const allowed = async ({ send }: typeof any, origin: string) =>
      (await send('OPTIONS', '/', preflight(origin))).headers['access-control-allow-origin'];
    expect(await allowed(byScheme, 'http://localhost:5173')).toBe('http://localhost:5173');
    expect(await allowed(any, 'https://evil.example.com')).toBe('*');
  });

  test('the headers of the API replace those of the function', async () => {
    const handler = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'own', 'x-own': '1' } });
    const { send } = scene({ routes: ['GET /'], cors, handler });
    const { headers } = await send('GET', '/', { headers: { origin: 'https://shop.example.com' } });
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example.com',
      'access-control-expose-headers': 'location',
      'access-control-allow-credentials': 'true',
      'x-own': '1',
    });
    expect((await send('GET', '/')).headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('without CORS an OPTIONS request is one like any other', async () => {
    const handler = () => ({ statusCode: 200, headers: { 'access-control-allow-origin': 'own' } });
    const { send } = scene({ routes: ['OPTIONS /'], handler });
    expect((await send('OPTIONS', '/', preflight('https://a'))).headers['access-control-allow-origin']).toBe('own');
  });
});

describe('throttling', () => {
  const statuses = async (send: ReturnType<typeof scene>['send'], path: string, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => send('GET', path)));
    return answers.map(({ status }) => status);
  };

  test('lets a burst through, then refuses, then fills up at the rate', async () => {
    const { send, clock } = scene({ routes: ['GET /'], stages: [{ throttle: { rate: 2, burst: 3 } }] });
    expect(await statuses(send, '/', 5)).toEqual([200, 200, 200, 429, 429]);
    await clock.advance(1000);
    expect(await statuses(send, '/', 3)).toEqual([200, 200, 429]);
    expect(json(await send('GET', '/'))).toEqual({ message: 'Too Many Requests' });
    await clock.advance(60_000);
    expect(await statuses(send, '/', 4)).toEqual([200, 200, 200, 429]);
  });

  test('counts each route for itself, and its own limit replaces that of the stage', async () => {
    const { send } = scene({
      routes: ['GET /a', 'GET /b', 'GET /c'],
      stages: [{ throttle: { rate: 1, burst: 1 }, routeThrottles: { 'GET /c': { rate: 1, burst: 2 } } }],
    });
    expect(await statuses(send, '/a', 2)).toEqual([200, 429]);
    expect(await statuses(send, '/b', 2)).toEqual([200, 429]);
    expect(await statuses(send, '/c', 3)).toEqual([200, 200, 429]);
  });

  test('a limit of nothing refuses everything', async () => {
    const { send } = scene({ routes: ['GET /'], stages: [{ throttle: { rate: 0, burst: 0 } }] });
    expect(await statuses(send, '/', 2)).toEqual([429, 429]);
  });

  test('an API without limits has those of the account', async () => {
    const { send } = scene({ routes: ['GET /'] });
    const answers = await statuses(send, '/', 5001);
    expect(answers.filter((status) => status === 429)).toHaveLength(1);
  });
});

describe('access logs', () => {
  const accessLog = (format: string) => [{ accessLog: { logGroup: 'access', format } }];

  test('fill in what is known of a request, and a dash for what is not', async () => {
    const format =
      '$context.requestTime "$context.httpMethod $context.path $context.protocol" $context.status $context.responseLength $context.routeKey $context.integrationErrorMessage $context.authorizer.claims.sub $context.nonsense.';
    const { send, logs } = scene({ routes: ['GET /orders'], stages: accessLog(format), handler: () => 'four' });
    await send('GET', '/orders');
    expect(logs).toEqual([['access', '01/Jan/2026:00:00:00 +0000 "GET /orders HTTP/1.1" 200 4 GET /orders - - -.']]);
  });

  test('tell the latency, and why a function did not answer', async () => {
    const invoke = async () => ({ payload: '{"errorMessage":"boom"}', failed: true });
    const format = '$context.responseLatency $context.integrationErrorMessage $context.error.message';
    const { send, logs } = scene({ routes: ['GET /'], stages: accessLog(format), invoke });
    await send('GET', '/');
    expect(logs[0]![1]).toMatch(
      /^0 The Lambda function returned the following error: boom\. .* Internal Server Error$/,
    );
  });

  test('have a line for what no route took, too', async () => {
    const format = '{"route":"$context.routeKey","type":"$context.error.responseType"}';
    const { send, logs } = scene({ routes: [], stages: accessLog(format) });
    await send('GET', '/');
    expect(logs[0]![1]).toBe('{"route":"-","type":"RESOURCE_NOT_FOUND"}');
  });
});

test('every request is in the journal', async () => {
  const { send, journal, clock } = scene({ routes: ['GET /orders'] });
  const { headers } = await send('GET', '/orders?secret=1');
  expect(journal).toEqual([
    {
      service: 'apigateway',
      event: 'answered',
      resource: 'a1b2c3d4e5',
      requestId: headers['apigw-requestid'],
      method: 'GET',
      path: '/orders',
      routeKey: 'GET /orders',
      status: 200,
      milliseconds: 0,
    },
  ]);
  expect(clock.now()).toBeGreaterThan(0);
});
