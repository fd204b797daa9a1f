import { NotSimulated } from '../../aws-error.ts';
import { S3Error } from '../errors.ts';
import {
  checksumAlgorithms,
  checksumHeader,
  isChecksumAlgorithm,
  type ChecksumAlgorithm,
} from '../checksums/checksum.ts';
import type { PartChecksum } from '../records.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Algorithms that S3 knows and this simulator does not. */
const unknownHere = /^x-amz-checksum-(xxhash64|xxhash3|xxhash128)$/;

const sdkHeader = 'x-amz-sdk-checksum-algorithm';

/** The algorithm named by a request, in `x-amz-checksum-algorithm` or the name of a trailer. */
export function readAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const upper = name.toUpperCase();
  if (isChecksumAlgorithm(upper)) return upper;
  if (unknownHere.test(checksumHeader(upper as ChecksumAlgorithm)))
    throw new NotSimulated(`checksum algorithm ${upper}`);
  throw new S3Error('InvalidRequest', {
    message:
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, MD5, SHA1, SHA256, SHA512, XXHASH128, XXHASH3, XXHASH64]',
  });
}

/** The checksum that a request carries as a header, or a form as a field. */
export function givenChecksum(headers: Headers): PartChecksum | undefined {
  const unknown = Object.keys(headers).find((name) => unknownHere.test(name));
  if (unknown !== undefined) throw new NotSimulated(unknown);
  const given = checksumAlgorithms.flatMap((algorithm) => {
    const value = headers[checksumHeader(algorithm)];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
  }
  return given[0];
}

/**
 * Whether a request keeps what its SDK promises: a checksum by the algorithm that it names.
 *
 * @throws S3Error `InvalidRequest`
 */
export function checkPromised(headers: Headers, carried: ChecksumAlgorithm | undefined): void {
  const promised = headers[sdkHeader]?.toUpperCase();
  if (promised === undefined || promised === carried) return;
  // SDKs have a header of its own for this one.
  if (promised === 'MD5' && headers['content-md5'] !== undefined) return;
  throw new S3Error('InvalidRequest', {
    message:
      carried === undefined
        ? `${sdkHeader} specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.`
        : `Value for ${sdkHeader} header is invalid.`,
  });
}

/** @throws S3Error `InvalidRequest` where a document must not come without a digest, and does */
export function checkDigested(headers: Headers): void {
  if (headers['content-md5'] !== undefined || givenChecksum(headers) !== undefined) return;
  if (headers['x-amz-trailer'] !== undefined) return;
  const message = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*';
  throw new S3Error('InvalidRequest', { message });
}
