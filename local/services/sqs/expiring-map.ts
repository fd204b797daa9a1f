import { LinkedList, type Linked } from './linked-list.ts';

interface Slot<Value> extends Linked<Slot<Value>> {
  readonly key: string;
  readonly value: Value;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Remembers each value for a fixed time. Forgetting costs nothing but the entries that are due. */
export class ExpiringMap<Value> {
  readonly #lifetime: number;
  readonly #slots = new Map<string, Slot<Value>>();
  readonly #byAge = new LinkedList<Slot<Value>>();

  /** @param lifetime milliseconds */
  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  get(key: string, now: number): Value | undefined {
    for (let oldest = this.#byAge.head; oldest !== undefined; oldest = this.#byAge.head) {
      if (oldest.at + this.#lifetime > now) break;
      this.#drop(oldest);
    }
    return this.#slots.get(key)?.value;
  }

  set(key: string, value: Value, at: number): void {
    const former = this.#slots.get(key);
    if (former !== undefined) this.#drop(former);
    const slot: Slot<Value> = { key, value, at, previous: undefined, next: undefined };
    this.#slots.set(key, slot);
    this.#byAge.push(slot);
  }

  clear(): void {
    for (let slot = this.#byAge.head; slot !== undefined; slot = this.#byAge.head) this.#drop(slot);
  }

  *entries(): Generator<readonly [key: string, value: Value, at: number]> {
    for (let slot = this.#byAge.head; slot !== undefined; slot = slot.next) yield [slot.key, slot.value, slot.at];
  }

  #drop(slot: Slot<Value>): void {
    this.#byAge.remove(slot);
    this.#slots.delete(slot.key);
  }
}
