import { inOrder } from '../set-order.ts';
import { setMembers, type AttributeValue } from '../values.ts';

/** Union of two sets of one type. */
export function addToSet(current: AttributeValue, value: AttributeValue): AttributeValue {
  const known = new Set(setMembers(current));
  const fresh = (member: string): boolean => !known.has(member);
  if ('SS' in current && 'SS' in value) return inOrder({ SS: [...current.SS, ...value.SS.filter(fresh)] });
  if ('NS' in current && 'NS' in value) return inOrder({ NS: [...current.NS, ...value.NS.filter(fresh)] });
  if ('BS' in current && 'BS' in value) {
    return inOrder({ BS: [...current.BS, ...value.BS.filter((bytes) => fresh(bytes.latin1()))] });
  }
  throw new TypeError('not two sets of one type');
}

/** What is left of `current`, or undefined for nothing: an empty set cannot be. */
export function removeFromSet(current: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  const gone = new Set(setMembers(value));
  const stays = (member: string): boolean => !gone.has(member);
  if ('SS' in current) return nonEmpty(current.SS.filter(stays), (SS) => ({ SS }));
  if ('NS' in current) return nonEmpty(current.NS.filter(stays), (NS) => ({ NS }));
  if ('BS' in current) {
    return nonEmpty(
      current.BS.filter((bytes) => stays(bytes.latin1())),
      (BS) => ({ BS }),
    );
  }
  throw new TypeError('not a set');
}

function nonEmpty<T>(
  members: readonly T[],
  make: (members: readonly T[]) => AttributeValue,
): AttributeValue | undefined {
  return members.length === 0 ? undefined : make(members);
}
