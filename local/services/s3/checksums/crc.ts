import { crc32 } from 'node:zlib';

/** A running checksum over chunks. */
export interface Hasher {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

/** A reflected CRC with all-ones start and end: its width in bits and its polynomial. */
export interface CrcKind {
  readonly width: 32 | 64;
  readonly polynomial: bigint;
}

export const crcKinds = {
  CRC32: { width: 32, polynomial: 0xedb88320n },
  CRC32C: { width: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { width: 64, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Record<string, CrcKind>;

export function crc32Hasher(): Hasher {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: () => word(value),
  };
}

export function crc32cHasher(): Hasher {
  const table = (crc32cTable ??= tableOf(crcKinds.CRC32C).low);
  let value = ~0;
  return {
    update: (chunk) => {
      let crc = value;
      for (let i = 0; i < chunk.length; i++) crc = table[(crc ^ chunk[i]!) & 0xff]! ^ (crc >>> 8);
      value = crc;
    },
    digest: () => word(~value),
  };
}

/** 64 bits as two halves: BigInt arithmetic per byte would be fifty times slower. */
export function crc64nvmeHasher(): Hasher {
  const { low: lowTable, high: highTable } = (crc64Table ??= tableOf(crcKinds.CRC64NVME));
  let low = ~0;
  let high = ~0;
  return {
    update: (chunk) => {
      for (let i = 0; i < chunk.length; i++) {
        const index = (low ^ chunk[i]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ lowTable[index]!;
        high = (high >>> 8) ^ highTable[index]!;
      }
    },
    digest: () => Buffer.concat([word(~high), word(~low)]),
  };
}

let crc32cTable: Int32Array | undefined;
let crc64Table: { low: Int32Array; high: Int32Array } | undefined;

function tableOf({ polynomial }: CrcKind): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
    low[byte] = Number(BigInt.asIntN(32, crc));
    high[byte] = Number(BigInt.asIntN(32, crc >> 32n));
  }
  return { low, high };
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}
