import { Readable } from 'node:stream';
import type { HttpHandlerUserInput } from '@smithy/core/protocols';
import type { HttpRequest, HttpResponse } from '@smithy/types';
import type { Call, Caller, Service, WireRequest } from '../../local/services/service.ts';

export interface InProcessOptions {
  /** @default the account's root */
  readonly caller?: Caller;
  readonly authorize?: Call['authorize'];
}

/** Gives a stock SDK client straight to a service: no socket, no port. */
export function inProcessHandler(service: Service, options: InProcessOptions = {}): HttpHandlerUserInput {
  let requests = 0;
  return {
    async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
      requests += 1;
      const answer = await service.handle(await wireRequest(request), {
        caller: options.caller ?? { principal: 'arn:aws:iam::123456789012:root' },
        requestId: `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`,
        authorize: options.authorize ?? (() => undefined),
      });
      const body = answer.body instanceof Readable ? answer.body : Readable.from([Buffer.from(answer.body)]);
      return { response: { statusCode: answer.status, headers: { ...answer.headers }, body } };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

/** What every client in tests is made with. */
export function clientOptions(service: Service, options: InProcessOptions = {}) {
  return {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: inProcessHandler(service, options),
    maxAttempts: 1,
  };
}

async function wireRequest(request: HttpRequest): Promise<WireRequest> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) query.append(name, each ?? '');
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  return { method: request.method, path: request.path, query, headers, body: await bodyOf(request.body) };
}

async function bodyOf(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === 'string') return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
