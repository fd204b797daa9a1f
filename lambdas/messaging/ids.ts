import { createHash } from 'node:crypto';

/** Namespace of every id that Spillway derives. */
const namespace = Buffer.from('6f9619ff8b86d011b42d00c04fc964ff', 'hex');

/**
 * A UUID that is a function of its cause (version 5, RFC 9562 §5.5): the same parts always give the same id, so that a
 * repeated cause cannot look like a new one.
 *
 * @example
 * eventId = derivedId(orderId, 'order.completed');
 */
export function derivedId(...parts: readonly string[]): string {
  const hash = createHash('sha1').update(namespace).update(JSON.stringify(parts)).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** A hash that white space and key order do not change (SHA-256, hexadecimal). */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
