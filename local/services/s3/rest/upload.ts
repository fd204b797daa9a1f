import { S3Error } from '../errors.ts';
import { checkPromised, givenChecksum, readAlgorithm } from './checksum-headers.ts';
import { unchunk } from './chunked.ts';
import type { Upload } from '../bodies/intake.ts';
import type { Incoming } from './incoming.ts';

/**
 * The body of a request with everything the caller says about it: its framing taken off, trailers read.
 *
 * @throws S3Error `MissingContentLength`, `InvalidRequest`
 */
export function readUpload(incoming: Incoming): Upload {
  const signing = incoming.header('x-amz-content-sha256') ?? '';
  const chunked = signing.startsWith('STREAMING-');
  const length = incoming.header(chunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined && incoming.header('transfer-encoding') !== undefined)
    throw new S3Error('MissingContentLength');
  const trailers = new Map<string, string>();
  const bytes = chunked ? unchunk(incoming.bytes(), (name, value) => trailers.set(name, value)) : incoming.bytes();
  const checksum = readChecksum(incoming, trailers);
  return {
    bytes,
    length: length === undefined ? undefined : Number(length),
    md5: incoming.header('content-md5'),
    sha256: /^[0-9a-f]{64}$/i.test(signing) ? signing.toLowerCase() : undefined,
    ...(checksum === undefined ? {} : { checksum }),
  };
}

function readChecksum(incoming: Incoming, trailers: ReadonlyMap<string, string>): Upload['checksum'] | undefined {
  const { headers } = incoming.request;
  const given = givenChecksum(headers);
  const announced = headers['x-amz-trailer']?.trim().toLowerCase();
  const algorithm =
    given?.algorithm ??
    (announced === undefined ? undefined : readAlgorithm(/^x-amz-checksum-(.+)$/.exec(announced)?.[1] ?? announced));
  checkPromised(headers, algorithm);
  if (algorithm === undefined) return undefined;
  if (given !== undefined) return { algorithm, expected: () => given.value };
  const expected = (): string => {
    const value = trailers.get(announced!);
    if (value === undefined) throw new S3Error('MalformedTrailerError');
    return value;
  };
  return { algorithm, expected };
}
