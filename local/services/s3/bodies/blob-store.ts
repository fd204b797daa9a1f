/** Where the bytes of objects lie. A blob is written once, read in any order, and removed when nothing needs it. */
export interface BlobStore {
  /**
   * Writes a blob in constant memory. If `source` throws, no trace is left and the error is passed on.
   *
   * @returns its length in bytes
   */
  write(id: string, source: AsyncIterable<Uint8Array>): Promise<number>;
  /** `length` bytes from `offset`. */
  read(id: string, offset: number, length: number): AsyncIterable<Uint8Array>;
  remove(id: string): Promise<void>;
}

/** Blobs in memory, for tests and the simulation. */
export function memoryBlobs(): BlobStore {
  const blobs = new Map<string, Buffer>();
  return {
    write: async (id, source) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of source) chunks.push(chunk);
      const blob = Buffer.concat(chunks);
      blobs.set(id, blob);
      return blob.length;
    },
    read: async function* (id, offset, length) {
      const blob = blobs.get(id);
      if (blob === undefined) throw new Error(`there is no blob ${id}`);
      yield blob.subarray(offset, offset + length);
    },
    remove: (id) => {
      blobs.delete(id);
      return Promise.resolve();
    },
  };
}
