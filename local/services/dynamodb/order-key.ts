import { hash } from 'node:crypto';
import { numberOrder } from './decimal.ts';
import type { AttributeValue } from './values.ts';

/** Sorts after every key that starts with the text before it. */
export const END = '\uffff\uffff';

/**
 * Text whose order by code unit is DynamoDB's order of key values: numbers by value, strings by UTF-8 bytes, binary by
 * unsigned bytes.
 */
export function orderKey(value: AttributeValue): string {
  if ('S' in value) return stringOrder(value.S);
  if ('N' in value) return numberOrder(value.N);
  if ('B' in value) return value.B.latin1();
  throw new TypeError('only S, N and B values can be keys');
}

/** Sixteen characters that stand for a partition; they decide the order of a scan and the shard of a stream. */
export function partitionKey(value: AttributeValue): string {
  if ('S' in value) return hash('md5', `S${value.S}`, 'binary');
  return hash('md5', ('N' in value ? 'N' : 'B') + orderKey(value), 'binary');
}

/** As `partitionKey`, of what may be many values. */
export function partitionOf(values: readonly AttributeValue[]): string {
  return values.length === 1 ? partitionKey(values[0]!) : hash('md5', values.map(partitionKey).join(''), 'binary');
}

/** The part of a position that one value of a sort key makes. */
export function sortPart(value: AttributeValue): string {
  return escaped(orderKey(value)) + TERMINATOR;
}

/** Where among 2^32 hash values a partition (or anything that starts with one) lies. */
export function partitionHash(partition: string): number {
  let number = 0;
  for (let i = 0; i < 4; i++) number = number * 256 + partition.charCodeAt(i);
  return number;
}

/** The first partition key at or above `hashValue` (0 to 2^32). */
export function partitionFrom(hashValue: number): string {
  if (hashValue >= 2 ** 32) return END;
  return String.fromCharCode(
    Math.floor(hashValue / 2 ** 24) % 256,
    Math.floor(hashValue / 2 ** 16) % 256,
    Math.floor(hashValue / 2 ** 8) % 256,
    hashValue % 256,
  );
}

/** Escapes NUL so that `TERMINATOR` can end a sort key inside a longer key without changing the order. */
export function escaped(key: string): string {
  return key.includes('\0') ? key.replaceAll('\0', '\0\u0001') : key;
}

export const TERMINATOR = '\0\0';
/** Sorts after every key that ends at this place, before every longer sort key. */
export const AFTER_TERMINATOR = '\0\u0001';

/** UTF-16 code units put surrogates below U+E000; UTF-8 puts them above. Swapping the two ranges mends the order. */
function stringOrder(text: string): string {
  return text.replace(/[\uD800-\uFFFF]/g, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
  });
}
