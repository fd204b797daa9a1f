import { createHash } from 'node:crypto';
import { combine, type Piece } from './combine.ts';
import { crc32Hasher, crc32cHasher, crc64nvmeHasher, crcKinds, type Hasher } from './crc.ts';

/** Digests cannot be put together from those of parts, as CRCs can. */
type Crc = keyof typeof crcKinds;
export type ChecksumAlgorithm = Crc | 'MD5' | 'SHA1' | 'SHA256' | 'SHA512';
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** An object's or part's checksum, as S3 keeps it. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

const hashers: Readonly<Record<ChecksumAlgorithm, { readonly length: number; readonly make: () => Hasher }>> = {
  CRC32: { length: 4, make: crc32Hasher },
  CRC32C: { length: 4, make: crc32cHasher },
  CRC64NVME: { length: 8, make: crc64nvmeHasher },
  MD5: { length: 16, make: () => hash('md5') },
  SHA1: { length: 20, make: () => hash('sha1') },
  SHA256: { length: 32, make: () => hash('sha256') },
  SHA512: { length: 64, make: () => hash('sha512') },
};

export const checksumAlgorithms = Object.keys(hashers) as readonly ChecksumAlgorithm[];

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(hashers, name);
}

export function isChecksumType(name: string): name is ChecksumType {
  return name === 'FULL_OBJECT' || name === 'COMPOSITE';
}

export function hasher(algorithm: ChecksumAlgorithm): Hasher {
  return hashers[algorithm].make();
}

/** Whether `value` is base64 of the algorithm's length. */
export function isChecksum(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === hashers[algorithm].length && bytes.toString('base64') === value;
}

/** What a multipart upload gets where its creator names an algorithm and no type. */
export function defaultType(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export function allowsType(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  if (algorithm === 'CRC64NVME') return type === 'FULL_OBJECT';
  return type === 'COMPOSITE' || isCrc(algorithm);
}

/** The checksum of a completed multipart upload, from those of its parts. */
export function ofParts(algorithm: ChecksumAlgorithm, type: ChecksumType, parts: readonly Piece[]): Checksum {
  if (type === 'FULL_OBJECT' && isCrc(algorithm)) {
    return { algorithm, type, value: combine(crcKinds[algorithm], parts).toString('base64') };
  }
  const over = hasher(algorithm);
  for (const part of parts) over.update(part.checksum);
  return { algorithm, type, value: `${over.digest().toString('base64')}-${parts.length}` };
}

/** `CRC32` as a header: `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** `CRC32` as an element: `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

function isCrc(algorithm: ChecksumAlgorithm): algorithm is Crc {
  return Object.hasOwn(crcKinds, algorithm);
}

function hash(name: string): Hasher {
  const state = createHash(name);
  return {
    update: (chunk) => {
      state.update(chunk);
    },
    digest: () => state.digest(),
  };
}
