// Inside a worker thread: requests to the AWS port go over the thread's message port instead of a socket. The SDK above
// does all it does on AWS, down to the signature; what is left out is HTTP's framing and the kernel's loopback. Requests
// that are not an AWS JSON or query call (S3 and other REST APIs, providers) stay on the wire.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Readable, Writable } from 'node:stream';

/** @typedef {import('./worker-messages.ts').ResponseMessage} ResponseMessage */
/** @typedef {(message: import('./worker-messages.ts').RequestMessage) => void} Post */
/** @typedef {{ host: string, port: number, method: string, path: string, headers: Record<string, unknown> }} Options */

/**
 * Puts the way over the port in place of `http.request` for one address.
 *
 * @param {string} endpoint `http://127.0.0.1:4566` @param {Post} post
 * @returns {(message: ResponseMessage) => void} takes the answers
 */
export function sendOverPort(endpoint, post) {
  const { hostname, port } = new URL(endpoint);
  /** @type {Map<number, PortRequest>} */
  const waiting = new Map();
  const overHttp = http.request;
  let last = 0;
  // @ts-expect-error one signature stands for the overloads
  http.request = (options, onResponse, ...rest) => {
    if (!isCall(options, hostname, port)) return overHttp(options, onResponse, ...rest);
    const id = ++last;
    const request = new PortRequest(
      (body) => post({ kind: 'request', id, headers: options.headers, body }),
      () => waiting.delete(id),
    );
    if (onResponse !== undefined) request.once('response', onResponse);
    waiting.set(id, request);
    return request;
  };
  syncBuiltinESMExports();
  return (message) => waiting.get(message.id)?.answer(message);
}

/** @param {unknown} given @param {string} hostname @param {string} port */
function isCall(given, hostname, port) {
  if (typeof given !== 'object' || given === null || !('headers' in given)) return false;
  const { host, port: asked, method, path, headers } = /** @type {Options} */ (given);
  if (host !== hostname || String(asked) !== port || method !== 'POST' || path !== '/') return false;
  return 'x-amz-target' in headers || String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
}

/** As much of `ClientRequest` as HTTP clients use. */
class PortRequest extends Writable {
  socket = new PortSocket();
  reusedSocket = true;
  /** @type {(Uint8Array | string)[]} */
  #body = [];
  #send;
  #gone;
  #answered = false;

  /** @param {(body: Uint8Array | string) => void} send @param {() => void} gone */
  constructor(send, gone) {
    super({ decodeStrings: false, autoDestroy: false });
    this.#send = send;
    this.#gone = gone;
  }

  /** @param {Uint8Array | string} chunk @param {'utf8'} encoding @param {() => void} callback */
  _write(chunk, encoding, callback) {
    this.#body.push(typeof chunk === 'string' && encoding !== 'utf8' ? Buffer.from(chunk, encoding) : chunk);
    callback();
  }

  /** @param {() => void} callback */
  _final(callback) {
    const body = this.#body;
    this.#send(body.length === 1 ? body[0] : Buffer.concat(body.map((part) => Buffer.from(part))));
    callback();
  }

  /** @param {ResponseMessage} message */
  answer(message) {
    if (message.dropped === true) return void this.destroy();
    this.#answered = true;
    this.emit('response', new PortResponse(message));
    this.destroy();
  }

  /** @param {Error | null} error @param {(error: Error | null) => void} callback */
  _destroy(error, callback) {
    this.#gone();
    this.socket.destroy();
    if (error === null && !this.#answered) callback(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    else callback(error);
  }

  /** @param {number} milliseconds @param {() => void} [onTimeout] */
  setTimeout(milliseconds, onTimeout) {
    this.socket.setTimeout(milliseconds, onTimeout);
    return this;
  }
}

/** Always connected; silence on it can be timed. */
class PortSocket {
  connecting = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {number} milliseconds @param {() => void} [onTimeout] */
  setTimeout(milliseconds, onTimeout) {
    clearTimeout(this.#timer);
    if (milliseconds > 0 && onTimeout !== undefined) this.#timer = setTimeout(onTimeout, milliseconds);
  }

  setKeepAlive() {}

  removeListener() {}

  destroy() {
    clearTimeout(this.#timer);
  }
}

/** As much of `IncomingMessage` as HTTP clients use: the whole body is there already. */
class PortResponse extends Readable {
  complete = true;
  httpVersion = '1.1';
  statusMessage = '';
  #body;

  /** @param {ResponseMessage} message */
  constructor({ status, headers, body }) {
    super();
    this.statusCode = status;
    this.headers = headers;
    this.#body = Buffer.from(body);
  }

  _read() {
    this.push(this.#body);
    this.push(null);
  }

  /**
   * Hands the body over in one piece where nobody has read any of it yet.
   *
   * @template {NodeJS.WritableStream} Destination
   * @param {Destination} destination @param {{ end?: boolean }} [options]
   */
  pipe(destination, options) {
    if (this.readableFlowing !== null || options?.end === false) return super.pipe(destination, options);
    destination.end(this.#body);
    this.destroy();
    return destination;
  }
}
