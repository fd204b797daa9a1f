import { NotSimulated } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import {
  checksumAlgorithms,
  checksumHeader,
  isChecksumAlgorithm,
  type ChecksumAlgorithm,
} from '../checksums/checksum.ts';
import { unchunk } from './chunked.ts';
import type { Upload } from '../bodies/intake.ts';
import type { Incoming } from './incoming.ts';

/** Algorithms that S3 knows and this simulator does not. */
const unknownHere = /^x-amz-checksum-(sha512|md5|xxhash64|xxhash3|xxhash128)$/;

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

/** The algorithm named by a request: `x-amz-checksum-algorithm` or `x-amz-sdk-checksum-algorithm`. */
export function readAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const upper = name.toUpperCase();
  if (isChecksumAlgorithm(upper)) return upper;
  if (unknownHere.test(checksumHeader(upper as ChecksumAlgorithm)))
    throw new NotSimulated(`checksum algorithm ${upper}`);
  throw new S3Error('InvalidRequest', {
    message:
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  });
}

/** The checksum a request carries for its whole object, as a header. */
export function checksumOf(incoming: Incoming): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const unknown = Object.keys(incoming.request.headers).find((name) => unknownHere.test(name));
  if (unknown !== undefined) throw new NotSimulated(unknown);
  const given = checksumAlgorithms.flatMap((algorithm) => {
    const value = incoming.header(checksumHeader(algorithm));
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
  }
  return given[0];
}

function readChecksum(incoming: Incoming, trailers: ReadonlyMap<string, string>): Upload['checksum'] | undefined {
  const given = checksumOf(incoming);
  if (given !== undefined) return { algorithm: given.algorithm, expected: () => given.value };
  const announced = incoming.header('x-amz-trailer')?.trim().toLowerCase();
  if (announced === undefined) {
    const algorithm = readAlgorithm(incoming.header('x-amz-sdk-checksum-algorithm'));
    return algorithm === undefined ? undefined : { algorithm, expected: () => undefined };
  }
  const algorithm = readAlgorithm(/^x-amz-checksum-(.+)$/.exec(announced)?.[1] ?? announced)!;
  const expected = (): string => {
    const value = trailers.get(announced);
    if (value === undefined) throw new S3Error('MalformedTrailerError');
    return value;
  };
  return { algorithm, expected };
}
