import { Readable } from 'node:stream';
import type { BlobStore } from './blob-store.ts';

/** A piece of a blob. An object's body is a list of them, so that completing and copying move no bytes. */
export interface Segment {
  readonly blob: string;
  readonly offset: number;
  readonly length: number;
}

/** Bodies over a blob store: a blob stays for as long as an object, a part or a reader holds it. */
export class Bodies {
  readonly #blobs: BlobStore;
  readonly #name: () => string;
  readonly #onFault: (error: unknown) => void;
  readonly #holders = new Map<string, number>();

  constructor(blobs: BlobStore, name: () => string, onFault: (error: unknown) => void) {
    this.#blobs = blobs;
    this.#name = name;
    this.#onFault = onFault;
  }

  /** Writes a body; the caller holds the returned segments and releases them once others do. */
  async write(source: AsyncIterable<Uint8Array>): Promise<Segment[]> {
    const blob = this.#name();
    const length = await this.#blobs.write(blob, source);
    const segments = [{ blob, offset: 0, length }];
    this.hold(segments);
    return segments;
  }

  /** The bytes from `start` to before `end`. */
  read(segments: readonly Segment[], start: number, end: number): Readable {
    const wanted = slice(segments, start, end);
    this.hold(wanted);
    const bytes = Readable.from(this.#bytes(wanted), { objectMode: false, highWaterMark: 256 * 1024 });
    bytes.once('close', () => this.release(wanted));
    return bytes;
  }

  /** Whether anything needs this blob. */
  holds(blob: string): boolean {
    return this.#holders.has(blob);
  }

  hold(segments: readonly Segment[]): void {
    for (const { blob } of segments) this.#holders.set(blob, (this.#holders.get(blob) ?? 0) + 1);
  }

  release(segments: readonly Segment[]): void {
    for (const { blob } of segments) {
      const left = (this.#holders.get(blob) ?? 0) - 1;
      if (left > 0) {
        this.#holders.set(blob, left);
        continue;
      }
      this.#holders.delete(blob);
      this.#blobs.remove(blob).catch(this.#onFault);
    }
  }

  async *#bytes(segments: readonly Segment[]): AsyncGenerator<Uint8Array> {
    for (const { blob, offset, length } of segments) yield* this.#blobs.read(blob, offset, length);
  }
}

/** The segments that make up the bytes from `start` to before `end`. */
export function slice(segments: readonly Segment[], start: number, end: number): Segment[] {
  const wanted: Segment[] = [];
  let position = 0;
  for (const { blob, offset, length } of segments) {
    const from = Math.max(start, position);
    const to = Math.min(end, position + length);
    if (from < to) wanted.push({ blob, offset: offset + from - position, length: to - from });
    position += length;
  }
  return wanted;
}
