import { compareNumbers } from '../decimal.ts';
import { orderKey } from '../order-key.ts';
import { attribute, sameValue, setMembers, typeOf, type AttributeMap, type AttributeValue } from '../values.ts';
import type { Call, Comparator, Condition, Operand } from './ast.ts';

/** Whether a bound condition holds for an item (an empty map where there is none). */
export function holds(condition: Condition, item: AttributeMap): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.term, item);
    case 'compare':
      return compare(condition.operator, valueOf(condition.left, item), valueOf(condition.right, item));
    case 'between': {
      const value = valueOf(condition.operand, item);
      return compare('>=', value, valueOf(condition.low, item)) && compare('<=', value, valueOf(condition.high, item));
    }
    case 'in': {
      const value = valueOf(condition.operand, item);
      return condition.list.some((member) => compare('=', value, valueOf(member, item)));
    }
    case 'call':
      return callHolds(condition, item);
  }
}

/** The operand's value, or undefined where the item has none. Paths, constants and `size` only. */
export function valueOf(operand: Operand, item: AttributeMap): AttributeValue | undefined {
  if (operand.kind === 'constant') return operand.value;
  if (operand.kind === 'path') return lookUp(item, operand.parts);
  if (operand.kind === 'call' && operand.name === 'size') {
    const value = valueOf(operand.operands[0]!, item);
    const size = value === undefined ? undefined : countOf(value);
    return size === undefined ? undefined : { N: String(size) };
  }
  throw new TypeError(`${operand.kind} has no value in a condition`);
}

export function lookUp(item: AttributeMap, parts: readonly (string | number)[]): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const part of parts) {
    if (value === undefined) return undefined;
    if (typeof part === 'string') value = 'M' in value ? attribute(value.M, part) : undefined;
    else value = 'L' in value ? value.L[part] : undefined;
  }
  return value;
}

/** Negative, zero or positive; undefined where the two have no order. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('N' in a && 'N' in b) return compareNumbers(a.N, b.N);
  if (('S' in a && 'S' in b) || ('B' in a && 'B' in b)) {
    const [x, y] = [orderKey(a), orderKey(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return undefined;
}

function compare(operator: Comparator, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (operator === '=' || operator === '<>') {
    return (a !== undefined && b !== undefined && sameValue(a, b)) === (operator === '=');
  }
  const order = a === undefined || b === undefined ? undefined : compareValues(a, b);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function callHolds({ name, operands }: Call, item: AttributeMap): boolean {
  const value = valueOf(operands[0]!, item);
  if (name === 'attribute_not_exists') return value === undefined;
  if (value === undefined) return false;
  if (name === 'attribute_exists') return true;
  const argument = valueOf(operands[1]!, item);
  if (argument === undefined) return false;
  if (name === 'attribute_type') return 'S' in argument && typeOf(value) === argument.S;
  if (name === 'begins_with') return beginsWith(value, argument);
  return contains(value, argument);
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  return 'B' in value && 'B' in prefix && value.B.latin1().startsWith(prefix.B.latin1());
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && value.B.latin1().includes(part.B.latin1());
  if ('L' in value) return value.L.some((member) => sameValue(member, part));
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  return 'BS' in value && 'B' in part && setMembers(value).includes(part.B.latin1());
}

/** Strings are counted in UTF-16 code units, unlike in sizes. */
function countOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return value.B.length;
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return setMembers(value).length || undefined;
}
