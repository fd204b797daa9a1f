import { numberSize } from './decimal.ts';

/** Bytes that write themselves as base64 in JSON, as on the wire. */
export class Binary extends Uint8Array {
  static of64(text: string): Binary {
    return new Binary(Buffer.from(text, 'base64'));
  }

  toJSON(): string {
    return this.#buffer().toString('base64');
  }

  /** One character per byte: sorts as the bytes do. */
  latin1(): string {
    return this.#buffer().toString('latin1');
  }

  #buffer(): Buffer {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength);
  }
}

export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Binary }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly M: AttributeMap }
  | { readonly L: readonly AttributeValue[] }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Binary[] };

/** An item, a key or a nested map. Never changed once made: writers make new ones. */
export interface AttributeMap {
  readonly [name: string]: AttributeValue;
}

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'M' | 'L' | 'SS' | 'NS' | 'BS';

export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError('an attribute value without a type');
}

/** The attribute, unless `name` is only inherited (`constructor`). */
export function attribute(map: AttributeMap, name: string): AttributeValue | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** Sets an attribute on a map under construction, also one called `__proto__`. */
export function setAttribute(map: Record<string, AttributeValue>, name: string, value: AttributeValue): void {
  if (name === '__proto__') {
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[name] = value;
  }
}

export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (a === b) return true;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  if ('B' in a) return 'B' in b && sameBytes(a.B, b.B);
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL;
  if ('NULL' in a) return 'NULL' in b;
  if ('M' in a) return 'M' in b && sameMap(a.M, b.M);
  if ('L' in a) return 'L' in b && a.L.length === b.L.length && a.L.every((value, i) => sameValue(value, b.L[i]!));
  return typeOf(a) === typeOf(b) && sameMembers(setMembers(a), setMembers(b));
}

export function sameMap(a: AttributeMap, b: AttributeMap): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameValue(a[name]!, b[name]!));
}

/** The members of a set as text that identifies each. */
export function setMembers(value: AttributeValue): string[] {
  if ('SS' in value) return [...value.SS];
  if ('NS' in value) return [...value.NS];
  if ('BS' in value) return value.BS.map((bytes) => bytes.latin1());
  return [];
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const members = new Set(b);
  return a.length === b.length && a.every((member) => members.has(member));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/**
 * Bytes of an attribute's value as AWS counts them towards the 400 KB of an item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return value.B.length;
  if ('M' in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if ('L' in value) return value.L.reduce((size, member) => size + 1 + valueSize(member), 3);
  if ('SS' in value) return value.SS.reduce((size, member) => size + Buffer.byteLength(member), 0);
  if ('NS' in value) return value.NS.reduce((size, member) => size + numberSize(member), 0);
  if ('BS' in value) return value.BS.reduce((size, member) => size + member.length, 0);
  return 1;
}

/** Names and values together, in bytes. */
export function itemSize(item: AttributeMap): number {
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + valueSize(item[name]!);
  return size;
}
