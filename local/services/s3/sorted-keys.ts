const chunkLimit = 512;

/** Object keys in the order S3 lists them: by their UTF-8 bytes. Adds and removes in about O(√n), seeks in O(log n). */
export class SortedKeys {
  readonly #chunks: string[][] = [];

  add(key: string): void {
    const position = this.#chunkOf(key);
    const chunk = this.#chunks[position];
    if (chunk === undefined) {
      this.#chunks.push([key]);
      return;
    }
    const index = lowerBound(chunk, key);
    if (chunk[index] === key) return;
    chunk.splice(index, 0, key);
    if (chunk.length > chunkLimit) this.#chunks.splice(position + 1, 0, chunk.splice(chunkLimit / 2));
  }

  remove(key: string): void {
    const position = this.#chunkOf(key);
    const chunk = this.#chunks[position];
    if (chunk === undefined) return;
    const index = lowerBound(chunk, key);
    if (chunk[index] !== key) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(position, 1);
  }

  /** The first key that is not before `from`. */
  seek(from: string): string | undefined {
    return this.from(from).next().value;
  }

  /** Every key from `from` on. The keys must not change meanwhile. */
  *from(from: string): Generator<string, undefined> {
    if (this.#chunks.length === 0) return undefined;
    let position = this.#chunkOf(from);
    let index = lowerBound(this.#chunks[position]!, from);
    for (; position < this.#chunks.length; position++, index = 0) {
      const chunk = this.#chunks[position]!;
      for (; index < chunk.length; index++) yield chunk[index]!;
    }
    return undefined;
  }

  /** The last chunk that starts at or before `key`; the first if there is none. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(this.#chunks[middle]![0]!, key) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareKeys(keys[middle]!, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Order of the UTF-8 bytes: UTF-16 units differ from it only where a surrogate meets U+E000 to U+FFFF. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
