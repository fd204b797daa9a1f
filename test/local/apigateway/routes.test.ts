import { expect, test } from 'vitest';
import { json, scene } from './scene.ts';

/** The key of the route that took a request, with its path parameters. */
async function taken(routes: string[], method: string, path: string): Promise<[string, unknown] | number> {
  const { send, events } = scene({ routes });
  const response = await send(method, path);
  return events.length === 0 ? response.status : [events[0]!['routeKey'] as string, events[0]!['pathParameters']];
}

const pets = ['GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'ANY /{proxy+}', '$default', 'GET /pets/dog/1'];

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1', undefined],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
  ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
  ['GET', '/', '$default', undefined],
])('%s %s goes to the most exact route, %s', async (method, path, key, parameters) => {
  expect(await taken(pets, method, path)).toEqual([key, parameters]);
});

test('a method wins over ANY on the same path', async () => {
  expect(await taken(['ANY /a', 'GET /a'], 'GET', '/a')).toEqual(['GET /a', undefined]);
  expect(await taken(['ANY /a', 'GET /a'], 'HEAD', '/a')).toEqual(['ANY /a', undefined]);
});

test('literals in front win over variables in front', async () => {
  expect(await taken(['GET /{x}/b', 'GET /a/{y}'], 'GET', '/a/b')).toEqual(['GET /a/{y}', { y: 'b' }]);
});

test('a path parameter is decoded and never empty', async () => {
  expect(await taken(['GET /orders/{id}'], 'GET', '/orders/a%20b%2Fc')).toEqual(['GET /orders/{id}', { id: 'a b/c' }]);
  expect(await taken(['GET /orders/{id}'], 'GET', '/orders/')).toBe(404);
  expect(await taken(['GET /{proxy+}'], 'GET', '/')).toBe(404);
});

test('what no route takes is not found', async () => {
  const { send } = scene({ routes: ['GET /orders'] });
  for (const [method, path] of [
    ['POST', '/orders'],
    ['GET', '/orders/'],
    ['GET', '/'],
  ] as const) {
    const response = await send(method, path);
    expect([response.status, json(response)]).toEqual([404, { message: 'Not Found' }]);
  }
});

test('the first segment may name a stage, which stays in the path that the function sees', async () => {
  const { send, events } = scene({ routes: ['GET /orders'], stages: [{ name: 'beta' }] });
  expect((await send('GET', '/beta/orders')).status).toBe(200);
  expect(events[0]).toMatchObject({ rawPath: '/beta/orders', requestContext: { stage: 'beta' } });
  expect((await send('GET', '/orders')).status).toBe(404);
});

test('a route without an integration fails inside', async () => {
  const { send } = scene({ routes: [{ key: 'GET /', integrationId: undefined }] });
  expect((await send('GET', '/')).status).toBe(500);
});
