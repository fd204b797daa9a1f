import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback extends AsyncDisposable {
  readonly port: number;
  /** Connections that anybody made. */
  readonly connections: number;
}

/** What a playlist would lead to: a server that counts who comes. */
export async function loopback(): Promise<Loopback> {
  let connections = 0;
  const server = createServer((_request, response) => response.end('secret'));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
