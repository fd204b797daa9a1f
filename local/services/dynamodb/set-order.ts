import { orderKey } from './order-key.ts';
import type { AttributeValue, Binary } from './values.ts';

type AttributeSet = Extract<AttributeValue, { SS: unknown } | { NS: unknown } | { BS: unknown }>;

/** A set's members in DynamoDB's own order: strings and binary by their bytes, numbers by value. */
export function inOrder(set: AttributeSet): AttributeSet {
  if ('SS' in set) return { SS: sorted(set.SS, (S) => ({ S })) };
  if ('NS' in set) return { NS: sorted(set.NS, (N) => ({ N })) };
  return { BS: sorted<Binary>(set.BS, (B) => ({ B })) };
}

/** Members in that order, as values that could be keys. */
export function sorted<T>(members: readonly T[], valueOf: (member: T) => AttributeValue): readonly T[] {
  if (members.length < 2) return members;
  const keyed = members.map((member) => [orderKey(valueOf(member)), member] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, member]) => member);
}
