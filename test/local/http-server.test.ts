import { once } from 'node:events';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Readable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { listen, type HttpServer, type HttpServerOptions } from '../../local/services/http-server.ts';
import type { WireRequest, WireResponse } from '../../local/services/service.ts';

const servers: HttpServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Handler = (request: WireRequest) => WireResponse | Promise<WireResponse>;

async function serve(handler: Handler, options?: HttpServerOptions): Promise<string> {
  const server = await listen(0, async (request) => handler(request), options);
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const echo: Handler = ({ body }) => ({ status: 200, headers: {}, body: String(body.length) });

/** What a socket receives for lines sent as they are. */
function raw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1', () => socket.end(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}

test('a request comes apart into path, query, lower-case headers and whole body', async () => {
  let seen: WireRequest | undefined;
  const url = await serve((request) => {
    seen = request;
    return { status: 201, headers: { 'x-own': 'yes' }, body: 'done' };
  });
  const response = await fetch(`${url}/a%2Fb?x=1&x=2`, { method: 'POST', body: 'hello', headers: { 'X-Two': 'b' } });
  expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([201, 'yes', 'done']);
  expect([seen!.method, seen!.path, seen!.query.getAll('x')]).toEqual(['POST', '/a%2Fb', ['1', '2']]);
  expect([seen!.headers['x-two'], seen!.body.toString()]).toEqual(['b', 'hello']);
});

test('a handler learns that its caller hung up, but not that its answer arrived', async () => {
  const gone: string[] = [];
  const begun = Promise.withResolvers<void>();
  const url = await serve(({ path, onHangUp }) => {
    onHangUp!(() => gone.push(path));
    if (path === '/quick') return { status: 200, headers: {}, body: 'x' };
    begun.resolve();
    return new Promise(() => {});
  });
  await (await fetch(`${url}/quick`)).text();
  const caller = new AbortController();
  const answer = fetch(`${url}/slow`, { signal: caller.signal });
  await begun.promise;
  caller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await vi.waitFor(() => expect(gone).toEqual(['/slow']));
});

test('a connection that no request came over holds nobody up', async () => {
  const server = await listen(0, async () => ({ status: 200, headers: {}, body: '' }));
  const idle = createConnection(server.port, '127.0.0.1');
  await once(idle, 'connect');
  // The server has it, once a later one was answered.
  await (await fetch(`http://127.0.0.1:${server.port}`)).text();
  const cut = once(idle, 'close');
  await server.close();
  await expect(cut).resolves.toEqual([false]);
});

test('a handler that asks late learns of a caller who is gone already', async () => {
  const begun = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const url = await serve(async ({ onHangUp }) => {
    begun.resolve();
    await asked.promise;
    onHangUp!(told.resolve);
    return new Promise(() => {});
  });
  const caller = new AbortController();
  const answer = fetch(url, { signal: caller.signal });
  await begun.promise;
  caller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await new Promise((resolve) => setTimeout(resolve, 50));
  asked.resolve();
  await told.promise;
});

test('repeated headers are joined by commas, cookies by semicolons', async () => {
  let seen: WireRequest | undefined;
  const url = await serve((request) => {
    seen = request;
    return { status: 200, headers: {}, body: '' };
  });
  await raw(
    url,
    'GET / HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nCookie: a=1\r\nCookie: b=2\r\nConnection: close\r\n\r\n',
  );
  expect(seen!.headers).toMatchObject({ 'x-a': '1,2', cookie: 'a=1; b=2' });
});

test('header names that objects own by themselves are names like any other', async () => {
  let seen: WireRequest | undefined;
  const url = await serve((request) => {
    seen = request;
    return { status: 200, headers: {}, body: '' };
  });
  await raw(url, 'GET / HTTP/1.1\r\nHost: h\r\nConstructor: c\r\n__proto__: p\r\nConnection: close\r\n\r\n');
  expect(seen!.headers['constructor']).toBe('c');
});

test('each cookie is a header of its own', async () => {
  const url = await serve(() => ({ status: 200, headers: {}, body: '', cookies: ['a=1; Path=/', 'b=2'] }));
  expect((await fetch(url)).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
});

test('a body over the limit is answered 413, one at the limit is taken', async () => {
  const url = await serve(echo, { longestBody: 1000 });
  const post = (length: number) => fetch(url, { method: 'POST', body: Buffer.alloc(length) });
  const [at, over] = [await post(1000), await post(1001)];
  expect([at.status, await at.text()]).toEqual([200, '1000']);
  expect([over.status, await over.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
});

test('a handler that asks for the stream reads the body itself', async () => {
  const url = await serve(
    async ({ stream }) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream!) chunks.push(chunk as Buffer);
      return { status: 200, headers: {}, body: Readable.from([Buffer.concat(chunks)]) };
    },
    { streams: ({ method }) => method === 'PUT' },
  );
  expect(await (await fetch(url, { method: 'PUT', body: 'streamed' })).text()).toBe('streamed');
});

test('what escapes the handler is reported and answered 500', async () => {
  const errors: unknown[] = [];
  const fault = new Error('broken');
  const url = await serve(
    () => {
      throw fault;
    },
    { onError: (error) => errors.push(error) },
  );
  expect((await fetch(url)).status).toBe(500);
  expect(errors).toEqual([fault]);
});

test('an answer without content carries no length', async () => {
  const url = await serve(() => ({ status: 204, headers: {}, body: '' }));
  const answer = await raw(url, 'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  expect(answer).not.toMatch(/content-length/i);
});

test('a connection serves many requests', async () => {
  const url = await serve(echo);
  const answer = await raw(
    url,
    'GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
  );
  expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
});

test('T06: a taken port is one clear error', async () => {
  const port = Number(new URL(await serve(echo)).port);
  const second = listen(port, async (request) => echo(request));
  await expect(second).rejects.toThrow(`Port ${port} is taken; choose another one`);
});

test('only the loopback interface is served', async () => {
  const port = Number(new URL(await serve(echo)).port);
  const outside = Object.values(networkInterfaces()).flatMap((all) => all!.filter(({ internal }) => !internal));
  const reached = await Promise.all(
    outside
      .filter(({ family }) => family === 'IPv4')
      .map(({ address }) =>
        fetch(`http://${address}:${port}`).then(
          () => true,
          () => false,
        ),
      ),
  );
  expect(reached).not.toContain(true);
});

test('closing lets a request under way finish', async () => {
  let finish!: () => void;
  let started!: () => void;
  const under = new Promise<void>((resolve) => (started = resolve));
  const server = await listen(0, () => {
    started();
    return new Promise((resolve) => (finish = () => resolve({ status: 200, headers: {}, body: 'late' })));
  });
  const answer = fetch(`http://127.0.0.1:${server.port}`, { headers: { connection: 'close' } });
  await under;
  const closed = server.close();
  finish();
  expect(await (await answer).text()).toBe('late');
  await closed;
});
