/** Reads lines and counted bytes from a stream of chunks, keeping no more than one chunk and one line. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #onEnd: () => Error;
  #buffer: Buffer = Buffer.alloc(0);

  /** @param onEnd the error of a stream that ends too early */
  constructor(source: AsyncIterable<Uint8Array>, onEnd: () => Error) {
    this.#source = source[Symbol.asyncIterator]();
    this.#onEnd = onEnd;
  }

  /** Up to the next CRLF, which is taken off. */
  async line(longest: number): Promise<string> {
    return (await this.until(Buffer.from('\r\n'), longest)).toString('latin1');
  }

  /** Up to `delimiter`, which is taken off; at most `longest` bytes. */
  async until(delimiter: Buffer, longest: number): Promise<Buffer> {
    for (;;) {
      const end = this.#buffer.indexOf(delimiter);
      if (end >= 0 && end <= longest) {
        const found = this.#buffer.subarray(0, end);
        this.#buffer = this.#buffer.subarray(end + delimiter.length);
        return found;
      }
      if (this.#buffer.length > longest + delimiter.length || !(await this.#more())) throw this.#onEnd();
    }
  }

  async *bytes(length: number): AsyncGenerator<Uint8Array> {
    let left = length;
    while (left > 0) {
      if (this.#buffer.length === 0 && !(await this.#more())) throw this.#onEnd();
      const piece = this.#buffer.subarray(0, left);
      this.#buffer = this.#buffer.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** Everything up to `delimiter`, in pieces. */
  async *bytesUntil(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = this.#buffer.indexOf(delimiter);
      if (end >= 0) {
        const last = this.#buffer.subarray(0, end);
        this.#buffer = this.#buffer.subarray(end + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // What could be the start of the delimiter waits for the next chunk.
      const safe = this.#buffer.length - delimiter.length + 1;
      if (safe > 0) {
        yield this.#buffer.subarray(0, safe);
        this.#buffer = this.#buffer.subarray(safe);
      }
      if (!(await this.#more())) throw this.#onEnd();
    }
  }

  async atEnd(): Promise<boolean> {
    return this.#buffer.length === 0 && !(await this.#more());
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const next = await this.#source.next();
      if (next.done === true) return false;
      if (next.value.length === 0) continue;
      this.#buffer =
        this.#buffer.length === 0
          ? Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length)
          : Buffer.concat([this.#buffer, next.value]);
      return true;
    }
  }
}
