import { expect, test } from 'vitest';
import { accountId, apiId, scene, type Parts } from './scene.ts';

async function eventOf(method: string, path: string, parts: Parts = {}, version: '1.0' | '2.0' = '2.0') {
  const { send, events } = scene({
    routes: ['ANY /things/{id}', '$default'],
    stages: [{ variables: { colour: 'blue' } }],
    integration: { payloadVersion: version },
  });
  await send(method, path, parts);
  return events[0]!;
}

test('format 2.0 holds what AWS documents', async () => {
  const event = await eventOf('POST', '/things/7?a=1&b=x%20y&a=2', {
    headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'user-agent': 'probe', 'x-list': 'p,q' },
    body: '{"n":1}',
  });
  const { requestId } = event['requestContext'] as { requestId: string };
  expect(requestId).toMatch(/^[\w-]{15}=$/);
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'ANY /things/{id}',
    rawPath: '/things/7',
    rawQueryString: 'a=1&b=x%20y&a=2',
    cookies: ['one=1', 'two=2'],
    headers: {
      host: 'api.example.com',
      'content-type': 'application/json',
      'user-agent': 'probe',
      'x-list': 'p,q',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'http',
    },
    queryStringParameters: { a: '1,2', b: 'x y' },
    requestContext: {
      accountId,
      apiId,
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/things/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'probe' },
      requestId,
      routeKey: 'ANY /things/{id}',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1_767_225_600_000,
    },
    pathParameters: { id: '7' },
    stageVariables: { colour: 'blue' },
    body: '{"n":1}',
    isBase64Encoded: false,
  });
});

test('what a request does not have is left out', async () => {
  const event = await eventOf('GET', '/');
  for (const name of ['body', 'cookies', 'pathParameters', 'queryStringParameters'])
    expect(event).not.toHaveProperty(name);
  expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  expect(event['requestContext']).not.toHaveProperty('authorizer');
});

test('the path reaches the function decoded, up to a question mark in it', async () => {
  expect(await eventOf('GET', '/a%2Fb%20c')).toMatchObject({ rawPath: '/a/b c' });
  expect(await eventOf('GET', '/a%3Fb=1')).toMatchObject({ rawPath: '/a' });
  expect(await eventOf('GET', '/a%ZZ')).toMatchObject({ rawPath: '/a%ZZ' });
});

test('a query name that objects own by themselves is a name like any other', async () => {
  expect((await eventOf('GET', '/?constructor=1'))['queryStringParameters']).toEqual({ constructor: '1' });
});

test.each([
  ['application/json; charset=utf-8', false],
  ['application/problem+json', false],
  ['text/csv', false],
  ['application/xml', false],
  ['application/javascript', false],
  ['application/x-www-form-urlencoded', true],
  ['application/octet-stream', true],
  ['image/png', true],
  ['multipart/form-data; boundary=x', true],
])('a body of type %s is base64: %j', async (type, encoded) => {
  const event = await eventOf('POST', '/', { headers: { 'content-type': type }, body: 'a=1' });
  expect(event).toMatchObject({ body: encoded ? 'YT0x' : 'a=1', isBase64Encoded: encoded });
});

test('a compressed body is base64 whatever its type', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  expect(await eventOf('POST', '/', { headers, body: 'zip' })).toMatchObject({ isBase64Encoded: true });
});

test('format 1.0 has lists beside single values', async () => {
  const event = await eventOf('GET', '/things/7?a=1&a=2', { headers: { cookie: 'one=1' } }, '1.0');
  expect(event).toMatchObject({
    version: '1.0',
    resource: '/things/{id}',
    path: '/things/7',
    httpMethod: 'GET',
    headers: { cookie: 'one=1' },
    multiValueHeaders: { cookie: ['one=1'] },
    queryStringParameters: { a: '2' },
    multiValueQueryStringParameters: { a: ['1', '2'] },
    pathParameters: { id: '7' },
    stageVariables: { colour: 'blue' },
    body: null,
    isBase64Encoded: false,
    requestContext: { accountId, apiId, stage: '$default', resourcePath: '/things/{id}', protocol: 'HTTP/1.1' },
  });
});
