import type { CrcKind } from './crc.ts';

/** One piece of a whole: its checksum and its length in bytes. */
export interface Piece {
  readonly checksum: Buffer;
  readonly length: number;
}

/**
 * The CRC of pieces laid end to end, from the pieces' CRCs: appending n bytes multiplies a CRC by x^8n modulo the
 * polynomial (M. Adler's crc32_combine in zlib).
 */
export function combine(kind: CrcKind, pieces: readonly Piece[]): Buffer {
  const shifts = new Map<number, bigint>();
  let whole = 0n;
  for (const { checksum, length } of pieces) {
    const shift = shifts.get(length) ?? power(kind, 8n * BigInt(length));
    shifts.set(length, shift);
    whole = multiply(kind, shift, whole) ^ BigInt(`0x${checksum.toString('hex')}`);
  }
  return Buffer.from(whole.toString(16).padStart(kind.width / 4, '0'), 'hex');
}

/** x^exponent; in the reflected form the top bit is x^0. */
function power(kind: CrcKind, exponent: bigint): bigint {
  let result = 1n << BigInt(kind.width - 1);
  let square = 1n << BigInt(kind.width - 2);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = multiply(kind, square, result);
    square = multiply(kind, square, square);
  }
  return result;
}

function multiply({ width, polynomial }: CrcKind, a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << BigInt(width - 1); bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
