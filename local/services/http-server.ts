import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from './service.ts';

export interface HttpServerOptions {
  /** Requests whose body the handler reads itself. */
  readonly streams?: (request: Omit<WireRequest, 'body'>) => boolean;
  /** Longest whole body, bytes; a longer one is answered 413. */
  readonly longestBody?: number;
  /** Told of what escapes the handler; the caller sees 500. */
  readonly onError?: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connections, lets requests under way finish, and cuts what is idle. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/**
 * Serves HTTP on the loopback address.
 *
 * @param port 0 takes a free one
 * @throws Error in one line where the port is taken
 */
export async function listen(
  port: number,
  handler: (request: WireRequest) => Promise<WireResponse>,
  options: HttpServerOptions = {},
): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    answer(incoming, handler, options).then(
      (response) => write(outgoing, response),
      (error: unknown) => {
        options.onError?.(error);
        write(outgoing, { status: 500, headers: {}, body: '' });
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken; choose another one`, { cause: error }) : error,
      );
    });
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  handler: (request: WireRequest) => Promise<WireResponse>,
  { streams, longestBody = 16 * 1024 * 1024 }: HttpServerOptions,
): Promise<WireResponse> {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const head = {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
    headers: incoming.headers as Record<string, string | undefined>,
  };
  if (streams?.(head) === true) return handler({ ...head, body: Buffer.alloc(0), stream: incoming });
  const body = await readBody(incoming, longestBody);
  if (body === undefined) return { status: 413, headers: { connection: 'close' }, body: '' };
  return handler({ ...head, body });
}

/** Undefined where the body is longer than allowed; the rest of it is let go. */
async function readBody(incoming: IncomingMessage, longest: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longest) chunks.push(chunk);
  }
  if (length > longest) return undefined;
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function write(outgoing: ServerResponse, { status, headers, body }: WireResponse): void {
  if (body instanceof Readable) {
    outgoing.writeHead(status, headers);
    // A reader that hangs up must not leave the body half read and its file held.
    outgoing.once('close', () => body.destroy());
    body.on('error', () => outgoing.destroy()).pipe(outgoing);
    return;
  }
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  outgoing.writeHead(status, { 'content-length': length, ...headers });
  outgoing.end(body);
}
