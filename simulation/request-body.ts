import type { AwsRequest } from './habitat.ts';

export function bodyText(request: AwsRequest): string {
  return bodyBytes(request).toString('utf8');
}

/** A view of the bytes; the SDK's own array complains when it is read as text. */
export function bodyBytes({ body }: AwsRequest): Buffer {
  return body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Buffer.from(body ?? '');
}
