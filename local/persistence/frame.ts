import { crc32 } from 'node:zlib';

/** `SPWL`, then length and checksum of the payload, then a checksum of these twelve bytes; all big-endian. */
const headerBytes = 16;
const magic = 0x53_50_57_4c;

/** What one commit wrote: it is read back whole or not at all. */
export function encodeFrame(payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt32BE(magic, 0);
  frame.writeUInt32BE(payload.length, 4);
  frame.writeUInt32BE(crc32(payload), 8);
  frame.writeUInt32BE(crc32(frame.subarray(0, 12)), 12);
  payload.copy(frame, headerBytes);
  return frame;
}

export interface Frames {
  readonly payloads: readonly Buffer[];
  /** Bytes up to the end of the last whole frame; what follows is torn. */
  readonly end: number;
}

/** A file that holds something else than what was written to it. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';

  constructor(file: string, offset: number) {
    super(`${file} is damaged at byte ${offset}: restore the folder from a copy, or start with another one`);
  }
}

/**
 * Reads frames until the end of the file, or until a frame that a crash left unfinished.
 *
 * @param file for the message
 * @throws DamagedFile
 */
export function readFrames(bytes: Buffer, file: string): Frames {
  const payloads: Buffer[] = [];
  let offset = 0;
  while (bytes.length - offset >= headerBytes) {
    const header = bytes.subarray(offset, offset + headerBytes);
    const sound = header.readUInt32BE(0) === magic && header.readUInt32BE(12) === crc32(header.subarray(0, 12));
    if (!sound) {
      // A machine that lost its power may have made room in the file and not filled it.
      if (isZero(bytes.subarray(offset))) break;
      throw new DamagedFile(file, offset);
    }
    const end = offset + headerBytes + header.readUInt32BE(4);
    if (end > bytes.length) break;
    const payload = bytes.subarray(offset + headerBytes, end);
    if (crc32(payload) !== header.readUInt32BE(8)) {
      if (isZero(payload) && isZero(bytes.subarray(end))) break;
      throw new DamagedFile(file, offset);
    }
    payloads.push(payload);
    offset = end;
  }
  return { payloads, end: offset };
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
