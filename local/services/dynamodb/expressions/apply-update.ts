import { addNumbers } from '../decimal.ts';
import { validation } from '../validation.ts';
import { invalid } from './check-operands.ts';
import { lookUp } from './evaluate.ts';
import { addToSet, removeFromSet } from './set-arithmetic.ts';
import { Draft } from './draft.ts';
import { typeOf, type AttributeMap, type AttributeValue } from '../values.ts';
import type { Operand, Update } from './ast.ts';

const MISFIT = 'An operand in the update expression has an incorrect data type';

/** A new item: `item` (an empty map or the key where there is none) after a bound update. Operands see the item as it was. */
export function applyUpdate(update: Update, item: AttributeMap): AttributeMap {
  const draft = new Draft(item);
  const { misfit = MISFIT } = update;
  const sets = update.set.map(({ path, value }) => ({ path, value: valueFor(value, item, misfit) }));
  const adds = update.add.map(({ path, value }) => ({
    path,
    value: added(lookUp(item, path.parts), constant(value), misfit),
  }));
  const deletes = update.delete.map(({ path, value }) => ({
    path,
    value: deleted(lookUp(item, path.parts), constant(value), misfit),
  }));
  const inOrder = [...sets].sort((a, b) => lastIndex(a.path.parts) - lastIndex(b.path.parts));
  for (const { path, value } of inOrder) draft.set(path.parts, value);
  for (const { path, value } of adds) draft.set(path.parts, value);
  for (const { path, value } of deletes) {
    if (value === undefined) draft.remove(path.parts);
    else draft.set(path.parts, value);
  }
  for (const path of update.remove) draft.remove(path.parts);
  return draft.finish();
}

/** @throws AwsError `ValidationException` for values that ADD or DELETE cannot work with */
export function checkUpdateOperands(update: Update): void {
  for (const { value } of update.add) {
    requireType('ADD', value, ['N', 'SS', 'NS', 'BS'], 'ALLOWED_FOR_ADD_OPERAND');
  }
  for (const { value } of update.delete) {
    requireType('DELETE', value, ['SS', 'NS', 'BS'], 'ALLOWED_FOR_DELETE_OPERAND');
  }
}

const TYPE_NAMES = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  M: 'MAP',
  L: 'LIST',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};

function requireType(operator: string, operand: Operand, allowed: readonly string[], typeSet: string): void {
  const type = typeOf(constant(operand));
  if (allowed.includes(type)) return;
  throw invalid(
    'UpdateExpression',
    `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${TYPE_NAMES[type]}, typeSet: ${typeSet}`,
  );
}

function constant(operand: Operand): AttributeValue {
  if (operand.kind === 'constant') return operand.value;
  throw invalid('UpdateExpression', 'Syntax error; ADD and DELETE take an expression attribute value');
}

function valueFor(operand: Operand, item: AttributeMap, misfit: string): AttributeValue {
  const value = optionalValue(operand, item, misfit);
  if (value !== undefined) return value;
  throw validation('The provided expression refers to an attribute that does not exist in the item');
}

function optionalValue(operand: Operand, item: AttributeMap, misfit: string): AttributeValue | undefined {
  if (operand.kind === 'constant') return operand.value;
  if (operand.kind === 'path') return lookUp(item, operand.parts);
  if (operand.kind === 'arithmetic') {
    const left = valueFor(operand.left, item, misfit);
    const right = valueFor(operand.right, item, misfit);
    if (!('N' in left) || !('N' in right)) throw validation(misfit);
    return { N: addNumbers(left.N, right.N, operand.operator === '+' ? 1 : -1) };
  }
  if (operand.kind !== 'call') throw new TypeError(`unbound ${operand.kind}`);
  const [first, second] = operand.operands as readonly [Operand, Operand];
  if (operand.name === 'if_not_exists')
    return optionalValue(first, item, misfit) ?? optionalValue(second, item, misfit);
  const [head, tail] = [valueFor(first, item, misfit), valueFor(second, item, misfit)];
  if (!('L' in head) || !('L' in tail)) throw validation(misfit);
  return { L: [...head.L, ...tail.L] };
}

function added(current: AttributeValue | undefined, value: AttributeValue, misfit: string): AttributeValue {
  if (current === undefined) return value;
  if ('N' in value) {
    if (!('N' in current)) throw validation(misfit);
    return { N: addNumbers(current.N, value.N) };
  }
  if (typeOf(current) !== typeOf(value)) throw validation(misfit);
  return addToSet(current, value);
}

/** What is left of a set, or undefined for nothing. */
function deleted(
  current: AttributeValue | undefined,
  value: AttributeValue,
  misfit: string,
): AttributeValue | undefined {
  if (current === undefined) return undefined;
  if (typeOf(current) !== typeOf(value)) throw validation(misfit);
  return removeFromSet(current, value);
}

/** Assignments past a list's end append in the order of their indexes. */
function lastIndex(parts: readonly (string | number)[]): number {
  const last = parts.at(-1);
  return typeof last === 'number' ? last : -1;
}
