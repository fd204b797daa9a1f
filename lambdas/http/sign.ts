import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { OutgoingRequest } from './provider-credentials.ts';

/** The headers of a request with an AWS signature (version 4) by the function's own role. */
export async function sign(service: string, request: OutgoingRequest): Promise<Record<string, string>> {
  const { hostname, host, pathname, searchParams, protocol } = new URL(request.url);
  const signer = new SignatureV4({
    service,
    region: process.env['AWS_REGION']!,
    credentials: {
      accessKeyId: process.env['AWS_ACCESS_KEY_ID']!,
      secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY']!,
      ...(process.env['AWS_SESSION_TOKEN'] !== undefined && { sessionToken: process.env['AWS_SESSION_TOKEN'] }),
    },
    sha256: Sha256,
  });
  const signed = await signer.sign({
    method: request.method,
    protocol,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...request.headers, host },
    ...(request.body !== undefined && { body: request.body }),
  });
  return signed.headers;
}

/** The hash as the signer wants it, on Node's own. */
class Sha256 {
  #hash: Hash | Hmac;
  readonly #make: () => Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#make = () => (secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret)));
    this.#hash = this.#make();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#make();
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
