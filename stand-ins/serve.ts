import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { providers, type Providers } from './providers.ts';
import { Refusal, problem, refuse, type Answer, type Request } from './wire.ts';
import type { ProviderOptions } from './provider.ts';

export interface StandInsOptions extends Partial<ProviderOptions> {
  /** @default 0 - any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** Told of faults of the stand-ins themselves, which callers see as a 500. */
  readonly onError?: (error: unknown) => void;
}

export interface StandIns extends Omit<Providers, 'handle'> {
  /** `http://127.0.0.1:4000`; the providers are at `/payment`, `/mail` and `/push` below it. */
  readonly url: string;
  /** Stops listening and cuts what still hangs. */
  close(): Promise<void>;
}

const longestBody = 1024 * 1024;

/** Starts the stand-ins for the outside world on one port. */
export async function startStandIns(options: StandInsOptions = {}): Promise<StandIns> {
  const { port = 0, host = '127.0.0.1', onError = (): void => {}, ...rest } = options;
  const { handle, ...mounted } = providers(rest);
  const server = createServer((incoming, outgoing) => {
    answer(incoming, handle).then(
      (reply) => write(reply, outgoing),
      (error: unknown) => {
        onError(error);
        write(problem(500, 'internal-error', 'the stand-in failed'), outgoing);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
      server.closeAllConnections();
    });
  return { ...mounted, url, close };
}

async function answer(incoming: IncomingMessage, handle: Providers['handle']): Promise<Answer> {
  try {
    return await handle(await read(incoming));
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) return refuse(413, 'body-too-large', `a body may have ${longestBody} bytes`);
    chunks.push(chunk);
  }
  const [path, query] = (incoming.url ?? '/').split('?', 2);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method: incoming.method ?? 'GET',
    path: path!,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(reply: Answer, outgoing: ServerResponse): void {
  if (reply === 'dropped') {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  outgoing.end(reply.body);
}
