import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from './blob-store.ts';

const chunkBytes = 256 * 1024;

/**
 * Blobs as files in `folder`, which is made if need be. Names are ours alone: no object key ever becomes a path.
 *
 * @param durable whether a blob has reached the disk before it counts as written
 */
export function folderBlobs(folder: string, durable = false): BlobStore {
  mkdirSync(folder, { recursive: true });
  const path = (id: string): string => {
    if (!/^[0-9a-f]+$/.test(id)) throw new Error(`not the name of a blob: ${id}`);
    return join(folder, id);
  };
  return {
    write: async (id, source) => {
      const unfinished = `${path(id)}.part`;
      const file = createWriteStream(unfinished, { highWaterMark: chunkBytes, flush: durable });
      try {
        await pipeline(Readable.from(source, { objectMode: false, highWaterMark: chunkBytes }), file);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await rename(unfinished, path(id));
      return file.bytesWritten;
    },
    read: (id, offset, length) => {
      if (length === 0) return Readable.from([]);
      return createReadStream(path(id), { start: offset, end: offset + length - 1, highWaterMark: chunkBytes });
    },
    remove: (id) => rm(path(id), { force: true }),
  };
}
