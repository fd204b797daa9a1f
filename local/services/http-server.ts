import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from './service.ts';

export interface HttpServerOptions {
  /** Requests whose body the handler reads itself. */
  readonly streams?: (request: Omit<WireRequest, 'body'>) => boolean;
  /**
   * Longest whole body in bytes; a longer one is answered 413.
   *
   * @default 16777216 - what DynamoDB takes, the most of any service that reads whole bodies
   */
  readonly longestBody?: number;
  /** Told of what escapes the handler; the caller sees 500. */
  readonly onError?: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connections, lets requests under way finish, and cuts what is idle. */
  close(): Promise<void>;
}

type Handler = (request: WireRequest) => Promise<WireResponse>;

const host = '127.0.0.1';
const empty = Buffer.alloc(0);
const tooLong: WireResponse = {
  status: 413,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Request Entity Too Large"}',
};
const failed: WireResponse = {
  status: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Internal Server Error"}',
};

/**
 * Serves HTTP on the loopback address.
 *
 * @param port 0 takes a free one
 * @throws Error in one line where the port is taken
 */
export async function listen(port: number, handler: Handler, options: HttpServerOptions = {}): Promise<HttpServer> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    unused.delete(incoming.socket);
    serve(incoming, outgoing, handler, options);
  });
  // Opened ahead by browsers and clients; Node takes them for busy.
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  await bind(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        for (const socket of unused) socket.destroy();
      }),
  };
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is taken; choose another one`, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** Callbacks rather than promises up to the handler: this runs for every SDK call. */
function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: Handler,
  options: HttpServerOptions,
): void {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  const method = incoming.method ?? 'GET';
  const path = mark === -1 ? url : url.slice(0, mark);
  const rawQuery = mark === -1 ? '' : url.slice(mark + 1);
  const query = new URLSearchParams(rawQuery);
  const headers = headersOf(incoming.rawHeaders);
  const answer = (body: Buffer, stream?: Readable): void => {
    const onHangUp = (listener: () => void): void => {
      if (outgoing.destroyed) return listener();
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) listener();
      });
    };
    const whole = { method, path, query, rawQuery, headers, body, onHangUp };
    const request: WireRequest = stream === undefined ? whole : { ...whole, stream };
    handler(request).then(
      (response) => write(outgoing, response),
      (error: unknown) => {
        options.onError?.(error);
        write(outgoing, failed);
      },
    );
  };
  if (options.streams?.({ method, path, query, headers }) === true) return answer(empty, incoming);
  readBody(incoming, options.longestBody ?? 16 * 1024 * 1024, (body) =>
    body === undefined ? write(outgoing, tooLong) : answer(body),
  );
}

/**
 * Names in lower case; a repeated header is one list, joined by commas, cookies by semicolons
 * (https://www.rfc-editor.org/rfc/rfc9110#section-5.3). Node would drop some repeats.
 */
function headersOf(raw: readonly string[]): Record<string, string> {
  const headers = { __proto__: null } as unknown as Record<string, string>;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    const earlier = headers[name];
    const value = raw[index + 1]!;
    if (earlier === undefined) headers[name] = value;
    else headers[name] = earlier + (name === 'cookie' ? '; ' : ',') + value;
  }
  return headers;
}

/**
 * Gives undefined for a body that is longer than allowed. It is read to its end and let go, as a client that is still
 * sending would miss the answer. A request cut short gives nothing.
 */
function readBody(incoming: IncomingMessage, longest: number, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  incoming.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= longest) chunks.push(chunk);
    else chunks.length = 0;
  });
  incoming.on('end', () => {
    if (length > longest) done(undefined);
    else done(chunks.length === 0 ? empty : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
  });
  incoming.on('error', () => {
    chunks.length = 0;
  });
}

function write(outgoing: ServerResponse, { status, headers, body, cookies, dropped }: WireResponse): void {
  if (dropped === true) return void outgoing.destroy();
  if (cookies !== undefined && cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  if (body instanceof Readable) {
    outgoing.writeHead(status, headers);
    // A reader that hangs up must not leave the body half read and its file held.
    outgoing.once('close', () => body.destroy());
    body.on('error', () => outgoing.destroy()).pipe(outgoing);
    return;
  }
  if (status === 204 || status === 304) outgoing.writeHead(status, headers);
  else outgoing.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  outgoing.end(body);
}
