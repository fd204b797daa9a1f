const CHUNK = 256;

interface Chunk<V> {
  readonly keys: string[];
  readonly values: V[];
}

/** A map in key order (by code unit), as a sorted list of small sorted chunks: O(log n) to find, near it to change. */
export class SortedMap<V> {
  readonly #chunks: Chunk<V>[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const chunk = this.#chunks[this.#chunkOf(key)];
    if (chunk === undefined) return undefined;
    const at = lowerBound(chunk.keys, key);
    return chunk.keys[at] === key ? chunk.values[at] : undefined;
  }

  set(key: string, value: V): void {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (chunk === undefined) {
      this.#chunks.push({ keys: [key], values: [value] });
      this.#size = 1;
      return;
    }
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] === key) {
      chunk.values[at] = value;
      return;
    }
    chunk.keys.splice(at, 0, key);
    chunk.values.splice(at, 0, value);
    this.#size += 1;
    if (chunk.keys.length > CHUNK) this.#split(index, chunk);
  }

  delete(key: string): boolean {
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index];
    if (chunk === undefined) return false;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] !== key) return false;
    chunk.keys.splice(at, 1);
    chunk.values.splice(at, 1);
    if (chunk.keys.length === 0) this.#chunks.splice(index, 1);
    this.#size -= 1;
    return true;
  }

  /** Entries with `from` <= key < `to`, in order or backwards. The map must not change meanwhile. */
  *range(from: string, to: string, backwards = false): Generator<readonly [string, V]> {
    if (backwards) yield* this.#backwards(from, to);
    else yield* this.#forwards(from, to);
  }

  *values(): Generator<V> {
    for (const chunk of this.#chunks) yield* chunk.values;
  }

  *#forwards(from: string, to: string): Generator<readonly [string, V]> {
    let index = this.#chunkOf(from);
    let at = index < this.#chunks.length ? lowerBound(this.#chunks[index]!.keys, from) : 0;
    for (; index < this.#chunks.length; index += 1, at = 0) {
      const { keys, values } = this.#chunks[index]!;
      for (; at < keys.length; at += 1) {
        const key = keys[at]!;
        if (key >= to) return;
        yield [key, values[at]!];
      }
    }
  }

  *#backwards(from: string, to: string): Generator<readonly [string, V]> {
    let index = this.#chunkOf(to);
    let at = index < this.#chunks.length ? lowerBound(this.#chunks[index]!.keys, to) - 1 : -1;
    for (;;) {
      const { keys, values } = this.#chunks[index] ?? { keys: [], values: [] };
      for (; at >= 0; at -= 1) {
        const key = keys[at]!;
        if (key < from) return;
        yield [key, values[at]!];
      }
      index -= 1;
      if (index < 0) return;
      at = this.#chunks[index]!.keys.length - 1;
    }
  }

  /** The last chunk that starts at or before `key`, or the first. */
  #chunkOf(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#chunks[middle]!.keys[0]! <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  #split(index: number, chunk: Chunk<V>): void {
    const middle = chunk.keys.length >> 1;
    this.#chunks.splice(index + 1, 0, { keys: chunk.keys.splice(middle), values: chunk.values.splice(middle) });
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
